import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compareObjects } from '../../../../cli/review/workload/compare.ts';
import { workloadFindings } from '../../../../cli/review/workload/findings.ts';
import { RUNNING_RULES } from '../../../../cli/review/workload/running-rules.ts';
import type { Manifest } from '../../../../cli/shared/rendering/render.ts';
import { changedObjects, objectRuleTests } from '../../../support/review.ts';
import { deployment, object, running, spec } from './objects.ts';

const forced = { 'kustomize.toolkit.fluxcd.io/force': 'Enabled' };
const binding = (targetGroupARN: string, annotations = {}) =>
  object('TargetGroupBinding', { spec: { targetGroupARN } }, annotations);
const held = (ssa: string, data: object) => object('ConfigMap', { data }, { 'kustomize.toolkit.fluxcd.io/ssa': ssa });
const definition = (of: Record<string, unknown>, labels = {}) => ({
  ...spec('CustomResourceDefinition', of),
  metadata: { name: 'it', labels },
});
const flux = (of: object) => ({ ...spec('Kustomization', { ...of }), apiVersion: 'kustomize.toolkit.fluxcd.io/v1' });
const image = (name: string) => running({ image: name });
const chart = (tag: string, url = 'oci://a/b') => spec('OCIRepository', { url, ref: { tag } });
const digest = (of: number) => `sha256:${String(of).repeat(64)}`;
const pinned = (of: string) => spec('OCIRepository', { url: 'oci://a/b', ref: { digest: of } });
const memory = (limits: object) => running({ resources: { limits } });

/** Not needed to move: both sides have one Kustomization. See below. */
const { moved: _, ...RULES } = RUNNING_RULES;

objectRuleTests('what runs, and how Flux keeps it', RULES, {
  immutable: { said: [binding('a'), binding('b')], unsaid: [binding('a', forced), binding('b', forced)] },
  recreated: { said: [binding('a', forced), binding('b', forced)], unsaid: [binding('a'), binding('b')] },
  ignored: {
    said: [held('IfNotPresent', { a: '1' }), held('IfNotPresent', { a: '2' })],
    unsaid: [undefined, held('IfNotPresent', { a: '1' })],
  },
  definition: {
    said: [definition({ versions: [{ name: 'v1' }] }), definition({ versions: [{ name: 'v2' }] })],
    unsaid: [definition({}), definition({}, { kept: 'yes' })],
  },
  noReplicas: {
    said: [deployment({ replicas: 1 }), deployment({ replicas: 0 })],
    unsaid: [deployment({ replicas: 0 }), deployment({ replicas: 1 })],
  },
  suspended: { said: [flux({}), flux({ suspend: true })], unsaid: [flux({ suspend: true }), flux({ suspend: false })] },
  pruning: { said: [flux({ prune: true }), flux({ prune: false })], unsaid: [flux({ wait: true }), flux({})] },
  waiting: {
    said: [flux({ dependsOn: [{ name: 'a' }] }), flux({ dependsOn: [] })],
    unsaid: [flux({ dependsOn: [] }), flux({ dependsOn: [{ name: 'a' }] })],
  },
  source: {
    said: [flux({ path: './a' }), flux({ path: './b' })],
    unsaid: [flux({ path: './a' }), flux({ path: './a', interval: '1m' })],
  },
  impersonation: {
    said: [flux({ serviceAccountName: 'a' }), flux({})],
    unsaid: [running({}, { serviceAccountName: 'a' }), running({})],
  },
  receiver: {
    said: [spec('Receiver', { type: 'github' }), spec('Receiver', { type: 'generic' })],
    unsaid: [spec('Receiver', { type: 'generic' }), spec('Receiver', { type: 'github' })],
  },
  imageSource: { said: [image('a/b:1.0'), image('c/b:1.0')], unsaid: [image('a/b:1.0'), image('a/b:1.1')] },
  imageOlder: { said: [image('b:1.10'), image('b:1.9')], unsaid: [image('b:1.9'), image('b:1.10')] },
  imageMajor: { said: [image('b:1.9'), image('b:2.0')], unsaid: [image('b:1.9'), image('b:1.10')] },
  imageFloating: {
    said: [image('b:1.9'), image('b:latest')],
    unsaid: [image('b:latest'), image(`b@sha256:${'0'.repeat(64)}`)],
  },
  imageReplaced: {
    said: [image(`b:1.9@${digest(0)}`), image(`b:1.9@${digest(1)}`)],
    unsaid: [image('b:1.9'), image(`b:1.9@${digest(1)}`)],
  },
  chartReplaced: {
    said: [pinned('sha256:a'), pinned('sha256:b')],
    unsaid: [chart('1.0.0'), spec('OCIRepository', { url: 'oci://a/b', ref: { tag: '1.0.0', digest: 'sha256:a' } })],
  },
  chartSource: { said: [chart('1.0.0'), chart('1.0.0', 'oci://c/b')], unsaid: [chart('1.0.0'), chart('1.1.0')] },
  chartOlder: { said: [chart('1.1.0'), chart('1.0.0')], unsaid: [chart('1.0.0'), chart('1.1.0')] },
  chartMajor: { said: [chart('1.1.0'), chart('2.0.0')], unsaid: [chart('1.0.0'), chart('1.1.0')] },
  chartFloating: {
    said: [chart('1.0.0'), spec('OCIRepository', { url: 'oci://a/b', ref: { semver: '1.x' } })],
    unsaid: [chart('1.0.0'), chart('1.0.1')],
  },
  probes: {
    said: [running({ livenessProbe: {} }), running({})],
    unsaid: [running({}), running({ livenessProbe: {} })],
  },
  memory: {
    said: [memory({ memory: '1Gi' }), memory({})],
    unsaid: [memory({ memory: '1Gi' }), memory({ memory: '2Gi' })],
  },
  strategy: {
    said: [deployment({ strategy: { type: 'Recreate' } }), deployment({})],
    unsaid: [deployment({}), deployment({ strategy: { type: 'Recreate' } })],
  },
});

describe('an object that moves to another Kustomization', () => {
  const side = (name: string) => [{ name, objects: [object('ConfigMap')] }];
  const changes = compareObjects(side('a'), side('b'));
  const words = workloadFindings(changes).map(({ what }) => what);
  test('is said', () => assert.deepEqual(words, [RUNNING_RULES.moved?.what]));
  test('is not said of one that stays', () => assert.deepEqual(compareObjects(side('a'), side('a')), []));
});

describe('a claim that asks for less', () => {
  const claim = (storage: string) => spec('PersistentVolumeClaim', { resources: { requests: { storage } } });
  const words = (before: string, after: string) =>
    workloadFindings(changedObjects([claim(before)], [claim(after)])).map(({ what }) => what);
  test('cannot be applied', () => assert.deepEqual(words('1Gi', '512Mi'), [RUNNING_RULES.immutable?.what]));
  test('is none that asks for more', () => assert.deepEqual(words('1Gi', '1Ti'), []));
});

describe('a rule of what runs says', () => {
  const says = (rule: string, before: Manifest, after: Manifest) =>
    changedObjects([before], [after]).some((change) => RUNNING_RULES[rule]?.meets(change));
  const mounting = (reference: string) => running({}, { volumes: [{ name: 'it', image: { reference } }] });
  const charted = (name: string) => spec('HelmRelease', { chartRef: { kind: 'OCIRepository', name } });
  const synced = (url: string) => spec('FluxInstance', { sync: { url } });
  const checked = (...names: string[]) => flux({ healthChecks: names.map((name) => ({ name })) });
  for (const [what, rule, before, after] of [
    ['that a tag of one number may move', 'imageFloating', image('b:1.9'), image('b:1')],
    [
      'that an image of the same version has another variant',
      'imageReplaced',
      image('b:1.9.2'),
      image('b:1.9.2-debug'),
    ],
    ['that a digest hides the version', 'imageReplaced', image('b:1.9'), image(`b@${digest(1)}`)],
    ['that a volume is an image from elsewhere', 'imageSource', mounting('a/b:1.0'), mounting('c/b:1.0')],
    ['that a release takes another chart', 'source', charted('a'), charted('b')],
    ['that Flux follows another repository', 'source', synced('https://a'), synced('https://b')],
    ['that fewer objects are waited for', 'waiting', checked('a', 'b'), checked('a')],
  ] as const) {
    test(what, () => assert.ok(says(rule, before, after)));
    test(`nothing where nothing of it changes: ${what}`, () => {
      assert.ok(!says(rule, after, { ...after, metadata: { ...after.metadata, labels: { it: 'a' } } }));
    });
  }
});
