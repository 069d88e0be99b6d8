import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { workloadFindings } from '../../../../cli/review/workload/findings.ts';
import { UNJUDGED_RULES } from '../../../../cli/review/workload/unjudged-rules.ts';
import type { Manifest } from '../../../../cli/shared/rendering/render.ts';
import { changedObjects, objectRuleTests } from '../../../support/review.ts';
import { deployment, object, running, spec } from './objects.ts';

const ofGroup = (apiVersion: string): Manifest => ({ ...spec('Bucket', {}), apiVersion });

objectRuleTests('what no other rule knows', UNJUDGED_RULES, {
  newKind: {
    said: [undefined, ofGroup('s3.services.k8s.aws/v1alpha1')],
    unsaid: [undefined, ofGroup('source.toolkit.fluxcd.io/v1')],
  },
  newField: {
    said: [running({}), running({}, { priorityClassName: 'system-node-critical' })],
    unsaid: [running({ image: 'a:1.0' }), running({ image: 'a:1.1' })],
  },
});

describe('a change is safe to the last of its fields', () => {
  const says = (before: Manifest, after: Manifest) =>
    changedObjects([before], [after]).some((change) => UNJUDGED_RULES.newField?.meets(change));
  const mounted = (more: object) => running({ volumeMounts: [{ name: 'a', mountPath: '/a', ...more }] });
  const filed = (name: string) => running({}, { volumes: [{ name: 'a', configMap: { name } }] });
  const marked = (annotations: Record<string, string>) => object('Service', { spec: {} }, annotations);
  for (const [what, before, after, said] of [
    ['a label of its own', marked({}), marked({ team: 'a' }), false],
    ['an annotation that a controller may act on', marked({}), marked({ 'it.kubernetes.io/a': 'b' }), true],
    ['a variable', running({}), running({ env: [{ name: 'A', value: 'b' }] }), false],
    ['a volume that is a share elsewhere', running({}), running({}, { volumes: [{ name: 'a', nfs: {} }] }), true],
    ['a volume that is empty', running({}), running({}, { volumes: [{ name: 'a', emptyDir: {} }] }), false],
    ['files that changed, and so have another name', filed('a-5k7t2h9bdm'), filed('a-8k7t2h9bdm'), false],
    ['other files', filed('a-5k7t2h9bdm'), filed('b-5k7t2h9bdm'), true],
    ['a mount that may be written to', mounted({ readOnly: true }), mounted({}), true],
    ['more memory', running({ resources: {} }), running({ resources: { limits: { memory: '1Gi' } } }), false],
  ] as const) {
    test(`${what}: ${said ? 'is said' : 'is not said'}`, () => assert.equal(says(before, after), said));
  }
});

describe('a form that Kubernetes does not know', () => {
  const words = (before: Manifest, after: Manifest) =>
    workloadFindings(changedObjects([before], [after])).map(({ what }) => what);
  const unreadable = 'is of a form that Kubernetes does not know, so that the review cannot read it';

  test('is said, and ends no review', () => {
    const containers = { a: { image: 'b' } };
    assert.ok(words(running({}), deployment({ template: { spec: { containers } } })).includes(unreadable));
  });
  test('is not null, which is as good as nothing', () => {
    const empty = running({ env: null, ports: null, securityContext: null }, { volumes: null });
    assert.deepEqual(
      words(running({}), { ...empty, metadata: { name: 'it', annotations: {}, labels: { a: 'b' } } }),
      [],
    );
  });
  test('is not a rule without a peer, which lets everybody in', () => {
    const policy = (ingress: unknown) => spec('NetworkPolicy', { podSelector: {}, ingress });
    assert.ok(words(policy([]), policy([null])).includes('lets connections through that it did not let through'));
  });
});
