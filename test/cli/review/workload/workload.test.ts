import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { WORKLOAD_RULES, workloadFindings } from '../../../../cli/review/workload/findings.ts';
import type { Manifest } from '../../../../cli/shared/rendering/render.ts';
import { changedObjects } from '../../../support/review.ts';

const object = (kind: string, more: Record<string, unknown> = {}, annotations = {}): Manifest => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'it', annotations },
  ...more,
});
const deployment = (spec: Record<string, unknown>) => object('Deployment', { spec });
const ghost = (tag: string) => deployment({ template: { image: `public.ecr.aws/docker/library/ghost:${tag}` } });

type Forms = [readonly Manifest[], readonly Manifest[]];

/** For each rule a change that it must say, and its nearest neighbour that it must not. */
const CASES: Readonly<Record<string, { said: Forms; unsaid: Forms }>> = {
  holding: { said: [[object('Namespace')], []], unsaid: [[object('ConfigMap')], []] },
  ghostLowered: { said: [[ghost('6.65.0')], [ghost('6.9.0')]], unsaid: [[ghost('6.9.0')], [ghost('6.65.0-alpine')]] },
  guard: { said: [[object('NetworkPolicy')], []], unsaid: [[], [object('NetworkPolicy')]] },
  grant: {
    said: [[object('Role', { rules: [] })], [object('Role', { rules: [{ verbs: ['get'] }] })]],
    unsaid: [[object('Role')], []],
  },
  immutable: {
    said: [[deployment({ selector: { app: 'a' } })], [deployment({ selector: { app: 'b' } })]],
    unsaid: [[deployment({ paused: false })], [deployment({ paused: true })]],
  },
  noReplicas: {
    said: [[deployment({ replicas: 1 })], [deployment({ replicas: 0 })]],
    unsaid: [[deployment({ replicas: 0 })], [deployment({ replicas: 1 })]],
  },
};

const words = (forms: Forms) => workloadFindings(changedObjects(...forms)).map(({ what }) => what);

describe('what a change of manifests is worth saying', () => {
  for (const [rule, { said, unsaid }] of Object.entries(CASES)) {
    test(`${rule}: is said, alone`, () => assert.deepEqual(words(said), [WORKLOAD_RULES[rule]?.what]));
    test(`${rule}: is not said of its neighbour`, () => assert.deepEqual(words(unsaid), []));
  }

  test('has a case for each rule', () => {
    assert.deepEqual(Object.keys(CASES), Object.keys(WORKLOAD_RULES));
  });
});

describe('manifests are compared', () => {
  const containers = (...names: string[]) =>
    deployment({ containers: names.map((name) => ({ name, image: name === 'ghost' ? 'new' : 'old' })) });

  test('by the containers’ names, not by their places', () => {
    assert.deepEqual(changedObjects([containers('a', 'b')], [containers('b', 'a')]), []);
  });

  test('down to the field', () => {
    const image = (tag: string) => deployment({ containers: [{ name: 'ghost', image: tag }] });
    assert.deepEqual(changedObjects([image('1')], [image('2')])[0]?.fields, [
      { path: 'spec.containers[ghost].image', before: '1', after: '2' },
    ]);
  });

  test('without the annotation that the lock writes', () => {
    const locked = (by: string) => object('ConfigMap', {}, { 'onemerge/infrastructure': by });
    assert.deepEqual(changedObjects([locked('1')], [locked('2')]), []);
  });

  test('without telling a Secret', () => {
    const secret = (password: string) => object('Secret', { stringData: { password } });
    assert.deepEqual(changedObjects([secret('1')], [secret('2')])[0]?.fields, [
      { path: 'stringData.password', before: '(redacted)', after: '(redacted)' },
    ]);
  });
});

describe('an object that no manifest names any more', () => {
  const impact = (annotations: object, prune?: boolean) =>
    changedObjects([object('ConfigMap', {}, annotations)], [], prune)[0]?.impact;

  test('is pruned', () => assert.equal(impact({}), 'pruned'));
  test('is left where its Kustomization does not prune', () => assert.equal(impact({}, false), 'left'));
  test('is left where it opts out', () => {
    assert.equal(impact({ 'kustomize.toolkit.fluxcd.io/prune': 'disabled' }), 'left');
  });
});
