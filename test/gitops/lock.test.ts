import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { requireLock } from '../../cli/lock/lock.ts';
import { synthesizedInfrastructure } from '../../cli/lock/synthesized-infrastructure.ts';
import { anyInstallation } from '../../cli/shared/load-config.ts';
import { findKubectl } from '../../cli/shared/rendering/kubectl.ts';
import { variablesIn } from '../../cli/shared/rendering/render.ts';
import { infrastructuresIn } from '../../lib/infrastructure.ts';
import { LOCK_FILE, lockText } from '../../lib/lock.ts';
import { FLUX_PATH, MANIFESTS } from '../../lib/names.ts';
import { ofKind, TREES, textOf, UNREADABLE } from './tree.ts';

const config = await anyInstallation();

describe('the gate', { skip: UNREADABLE }, () => {
  test('holds the manifests until the infrastructure of this commit stands', () => {
    requireLock(config, synthesizedInfrastructure(config)); // its message names the command
  });

  for (const [tree, renderings] of Object.entries(TREES)) {
    // For a private repository CDK applies what `operators-controllers` would: nothing is left there to hold back.
    for (const { name, path, text } of renderings.filter((one) => one.text.trim() !== '')) {
      test(`holds back what ${name} applies and prunes, with ${tree}`, { skip: parallel() }, () => {
        const held = variablesIn(text).some((variable) => infrastructuresIn(variable).length > 0);
        assert.ok(held, `Add the component ../../lock to ${path}/kustomization.yaml, as its neighbours have it.`);
      });
    }
  }

  for (const rollout of ['infrastructure-first', 'parallel'] as const) {
    test(`is a file that kustomize takes, with rollout '${rollout}'`, (t) => {
      const copy = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
      t.after(() => rmSync(copy, { recursive: true }));
      cpSync(MANIFESTS, join(copy, MANIFESTS), { recursive: true });
      writeFileSync(join(copy, LOCK_FILE), lockText('0123456789ab', rollout));
      const text = execFileSync(findKubectl().path, ['kustomize', join(copy, FLUX_PATH)], { encoding: 'utf8' });
      assert.deepEqual(infrastructuresIn(text), rollout === 'parallel' ? [] : ['0123456789ab']);
    });
  }

  for (const { metadata, spec } of ofKind('Kustomization')) {
    test(`of ${metadata.name} is strict even if no setting exists`, () => {
      // Flux skips substitution, and with it the strictness, where it has no variables at all.
      assert.equal(
        spec.postBuild?.substituteStrategy,
        'Always',
        `Write substituteStrategy: Always below postBuild in ${FLUX_PATH}/${metadata.name}.yaml.`,
      );
    });
  }
});

/** Why nothing is held back. */
function parallel(): string | false {
  return config.rollout === 'parallel' && infrastructuresIn(textOf(LOCK_FILE)).length === 0
    ? "rollout is 'parallel' in onemerge.config.ts"
    : false;
}
