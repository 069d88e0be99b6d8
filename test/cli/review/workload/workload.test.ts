import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compareObjects } from '../../../../cli/review/workload/compare.ts';
import { changedObjects } from '../../../support/review.ts';
import { deployment, object, running } from './objects.ts';

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

describe('a secret in a manifest', () => {
  for (const [what, container] of [
    ['of a variable', (value: string) => ({ env: [{ name: 'database__connection__password', value }] })],
    [
      'of a variable in a list that has doubles',
      (value: string) => ({ env: [{ name: 'API_KEY', value }, { name: 'API_KEY' }] }),
    ],
  ] as const) {
    test(`${what} is not told`, () => {
      const fields = changedObjects([running(container('hunter1'))], [running(container('hunter2'))])[0]?.fields;
      assert.ok(fields && fields.length > 0);
      assert.doesNotMatch(JSON.stringify(fields), /hunter/);
    });
  }

  test('that is a name of one is told', () => {
    const volume = (secretName: string) => running({}, { volumes: [{ name: 'it', secret: { secretName } }] });
    assert.equal(changedObjects([volume('old')], [volume('new')])[0]?.fields[0]?.after, 'new');
  });
});

describe('an object that no manifest names any more', () => {
  const impact = (annotations: Record<string, string>, spec?: Record<string, unknown>) =>
    changedObjects([object('ConfigMap', {}, annotations)], [], spec)[0]?.impact;

  test('is pruned', () => assert.equal(impact({}), 'pruned'));
  test('is left where its Kustomization does not prune', () => assert.equal(impact({}, { prune: false }), 'left'));
  test('is left where its Kustomization is suspended', () => {
    assert.equal(impact({}, { prune: true, suspend: true }), 'left');
  });
  test('is left where it opts out', () => {
    assert.equal(impact({ 'kustomize.toolkit.fluxcd.io/prune': 'disabled' }), 'left');
  });
});

describe('the objects of a Kustomization that goes', () => {
  const impact = (spec: Record<string, unknown>) => {
    const own = { ...object('Kustomization', { spec }), apiVersion: 'kustomize.toolkit.fluxcd.io/v1' };
    const base = [
      { name: 'flux-system', objects: [own] },
      { name: 'it', objects: [object('ConfigMap')] },
    ];
    return compareObjects(base, []).find(({ kind }) => kind === 'ConfigMap')?.impact;
  };
  test('are pruned with it', () => assert.equal(impact({ prune: true }), 'pruned'));
  test('are left where it does not prune', () => assert.equal(impact({ prune: false }), 'left'));
  test('are left where it says so', () => assert.equal(impact({ prune: true, deletionPolicy: 'Orphan' }), 'left'));
  test('are pruned where it says so', () => assert.equal(impact({ deletionPolicy: 'Delete' }), 'pruned'));
});
