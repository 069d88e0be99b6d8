import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { dependenciesOf } from '../../cli/shared/tree/rules/dependencies.ts';
import { treeOf } from '../../cli/shared/tree/tree.ts';
import { FLUX_PATH, MANIFESTS } from '../../lib/names.ts';
import { ofKind, REPOSITORY, TREES, UNREADABLE } from './tree.ts';

const kustomizations = new Map(ofKind('Kustomization').map((manifest) => [manifest.metadata.name, manifest.spec]));

describe('the order in which Flux applies gitops/', { skip: UNREADABLE }, () => {
  test('the root holds Kustomizations only', () => {
    const kinds = new Set(TREES['mail off'][0]?.objects.map(({ kind }) => kind));
    assert.deepEqual(
      [...kinds],
      ['Kustomization'],
      `${FLUX_PATH} must hold Flux Kustomizations only: put other objects below gitops/operators or gitops/apps.`,
    );
  });

  for (const [name, spec] of kustomizations) {
    test(`${name} says how often, how long, and what happens to what is gone`, () => {
      for (const field of ['interval', 'retryInterval', 'timeout', 'postBuild']) {
        assert.notEqual(spec[field], undefined, `${FLUX_PATH}/${name}.yaml: write spec.${field}.`);
      }
      for (const field of ['prune', 'wait']) {
        assert.equal(spec[field], true, `${FLUX_PATH}/${name}.yaml: write spec.${field}: true.`);
      }
    });

    test(`${name} lies in what Flux fetches of the repository`, () => {
      assert.ok(
        String(spec.path).startsWith(`./${MANIFESTS}/`),
        `${FLUX_PATH}/${name}.yaml: move ${spec.path} below ${MANIFESTS}/; Flux fetches nothing else.`,
      );
    });
  }

  const tree = treeOf(REPOSITORY, [TREES['mail off']]);

  test('controllers come first, then configs and the database user, then everything else', () => {
    assert.equal(kustomizations.get('operators-controllers')?.dependsOn, undefined);
    for (const name of kustomizations.keys()) {
      if (name === 'operators-controllers') continue;
      const second = name === 'operators-configs' || name === 'database';
      const awaited = second ? 'operators-controllers' : 'operators-configs';
      assert.ok(
        dependenciesOf(tree, name).includes(awaited),
        `${FLUX_PATH}/${name}.yaml: add { name: ${awaited} } to dependsOn.`,
      );
    }
  });

  for (const [config, awaited] of [
    ['logs kept', 'operators-configs'],
    ['mail off', 'ghost'],
  ] as const) {
    test(`in the tree '${config}' what keeps logs comes after ${awaited}: beside the blog it would cost each push time`, () => {
      const logs = TREES[config][0]?.objects.find(({ metadata }) => metadata.name === 'logs');
      assert.deepEqual(
        logs?.spec.dependsOn,
        [{ name: awaited }],
        `${FLUX_PATH}/logs.yaml: write LOGS_AFTER and its default.`,
      );
    });
  }

  test('what holds uploads is never pruned', () => {
    for (const kind of ['PersistentVolume', 'PersistentVolumeClaim']) {
      for (const { metadata } of ofKind(kind)) {
        assert.equal(
          metadata.annotations?.['kustomize.toolkit.fluxcd.io/prune'],
          'disabled',
          `${kind} ${metadata.name}: annotate kustomize.toolkit.fluxcd.io/prune: disabled.`,
        );
      }
    }
    for (const { metadata, spec } of ofKind('PersistentVolume')) {
      assert.equal(
        spec.persistentVolumeReclaimPolicy,
        'Retain',
        `PersistentVolume ${metadata.name}: write persistentVolumeReclaimPolicy: Retain.`,
      );
    }
  });
});
