import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { KUBERNETES_VERSION } from '../lib/versions.ts';
import packageJson from '../package.json' with { type: 'json' };
import { baseCommit, git, NO_BASE } from './support/base-commit.ts';
import { moves, refusals, withinSkew } from './support/kubernetes-upgrade.ts';

const FILE = 'lib/versions.ts';
const ROOT = new URL('..', import.meta.url);

const versions = (kubernetes: string, flux = '2.9.4') =>
  `export const KUBERNETES_VERSION = '${kubernetes}';\nexport const FLUX_VERSION = '${flux}';\n`;
const refused = (from: string, to: string, files: string[] = [FILE]) => refusals(moves(from, to), files);

describe('a new version of Kubernetes', () => {
  const left = baseCommit();

  test('comes alone, and one at a time', {
    skip: left === undefined && NO_BASE,
  }, () => {
    const changed = git('diff', '--name-only', `${left}`).split('\n').filter(Boolean);
    assert.deepEqual(refused(git('show', `${left}:${FILE}`), readFileSync(new URL(FILE, ROOT), 'utf8'), changed), []);
  });

  test('is fine with its kubectl layer and the lock', () => {
    const files = [
      FILE,
      'lib/constructs/kubernetes-cluster.ts',
      'package.json',
      'package-lock.json',
      'gitops/lock/kustomization.yaml',
    ];
    assert.deepEqual(refused(versions('1.36'), versions('1.37'), files), []);
  });

  for (const to of ['1.38', '1.35', '2.0', '1.37.1']) {
    test(`is refused from 1.36 to ${to}`, () => {
      assert.match(
        refused(versions('1.36'), versions(to)).join(),
        /^EKS goes up by one minor version at a time: write 1\.37/,
      );
    });
  }

  test('is refused together with a version of Flux', () => {
    assert.deepEqual(refused(versions('1.36'), versions('1.37', '2.10.0')), [
      'move FLUX_VERSION in another pull request, so that each can fail alone',
    ]);
  });

  for (const file of ['lib/database-stack.ts', 'gitops/apps/ghost/deployment.yaml', 'onemerge.config.ts']) {
    test(`is refused together with a change of ${file}`, () => {
      assert.deepEqual(refused(versions('1.36'), versions('1.37'), [FILE, file]), [
        `change ${file} in another pull request: EKS takes hours to go back`,
      ]);
    });
  }

  test('has nothing to say about other changes', () => {
    assert.deepEqual(refused(versions('1.36'), versions('1.36', '2.10.0'), [FILE, 'lib/database-stack.ts']), []);
  });
});

test('kubectl is at most one minor version from the cluster', () => {
  const layer = Object.keys(packageJson.dependencies).find((name) =>
    name.startsWith('@aws-cdk/lambda-layer-kubectl-v'),
  );
  const kubectl = `1.${layer?.replace(/^.*-v/, '')}`;
  assert.ok(
    withinSkew(kubectl, KUBERNETES_VERSION),
    `${layer} does not fit Kubernetes ${KUBERNETES_VERSION}: install the package of that version`,
  );
  assert.equal(withinSkew('1.34', '1.36'), false);
});

test('Renovate offers the versions that EKS has, and not those that Kubernetes has months before', () => {
  const { customManagers } = JSON.parse(readFileSync(new URL('renovate.json', ROOT), 'utf8'));
  const manager = customManagers.find(({ matchStrings }: { matchStrings: string[] }) =>
    matchStrings.join().startsWith('KUBERNETES_VERSION'),
  );
  assert.deepEqual([manager.datasourceTemplate, manager.depNameTemplate], ['endoflife-date', 'amazon-eks']);
  const [, found] = new RegExp(manager.extractVersionTemplate).exec('1.36-eks-4') ?? [];
  assert.equal(found, '1.36');
});
