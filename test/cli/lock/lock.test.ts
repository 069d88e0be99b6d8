import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { assembledInfrastructure, requireLock, writeLock } from '../../../cli/lock/lock.ts';
import { synthesizedInfrastructure } from '../../../cli/lock/synthesized-infrastructure.ts';
import { parseConfig } from '../../../lib/config/parse.ts';
import { lockedInfrastructure } from '../../../lib/lock.ts';
import { configInput, fixtureApp } from '../../support/fixtures.ts';

const CONFIG = parseConfig(configInput());
/** The fingerprint that the config's app is said to have, so that it need not be synthesized each time. */
const FOUND = 'd5c1e6fe7098';
const PARALLEL = parseConfig(configInput({ rollout: 'parallel' }));

/** A lock of its own: a file that holds this text, or none. */
function lock(t: TestContext, text?: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'lock', 'kustomization.yaml');
  if (text !== undefined) writeFileSync(join(folder, 'kustomization.yaml'), text);
  return text === undefined ? file : join(folder, 'kustomization.yaml');
}

describe('npx onemerge lock', () => {
  test('makes the lock of what the config describes', (t) => {
    const file = lock(t);
    const told = writeLock(CONFIG, synthesizedInfrastructure(CONFIG), file);
    const infrastructure = lockedInfrastructure(readFileSync(file, 'utf8'));
    assert.match(infrastructure ?? '', /^[0-9a-f]{12}$/);
    assert.match(
      told,
      new RegExp(`written: the manifests wait for ${infrastructure}\\. Commit it with the change\\.$`),
    );
  });

  test('that cannot be read or written says why, and not that it is stale', (t) => {
    const file = lock(t, '');
    const cannot = (done: string) => ({
      name: 'CommandError',
      message: new RegExp(`^gitops/lock/kustomization\\.yaml cannot be ${done}: E[A-Z]+`),
      help: /^make it a file/,
      exitCode: 2,
    });
    assert.throws(() => requireLock(CONFIG, FOUND, join(file, '..')), cannot('read'));
    assert.throws(() => writeLock(CONFIG, FOUND, join(file, '..')), cannot('read'));
    assert.throws(() => writeLock(CONFIG, FOUND, join(file, 'below', 'it')), cannot('written'));
  });

  test('says the second time that nothing changed', (t) => {
    const file = lock(t);
    writeLock(CONFIG, FOUND, file);
    assert.match(writeLock(CONFIG, FOUND, file), /is current: the manifests wait for d5c1e6fe7098\.$/);
  });

  test('resolves a conflict by itself', (t) => {
    const file = lock(
      t,
      '<<<<<<< HEAD\nINFRASTRUCTURE_0123456789ab\n=======\nINFRASTRUCTURE_ba9876543210\n>>>>>>> topic\n',
    );
    writeLock(CONFIG, FOUND, file);
    requireLock(CONFIG, FOUND, file);
  });

  test('lets the manifests wait for nothing when the config says so', (t) => {
    assert.match(writeLock(PARALLEL, FOUND, lock(t)), /the manifests wait for nothing/);
  });
});

describe('npx onemerge lock --check', () => {
  const refusals = [
    ['is missing', undefined, /does not exist$/],
    ['holds a conflict', '<<<<<<< HEAD\n', /holds a merge conflict$/],
    [
      'names another infrastructure',
      'INFRASTRUCTURE_0123456789ab',
      /is stale: it names 0123456789ab, and the infrastructure is [0-9a-f]{12}$/,
    ],
    ['names none', 'kind: Component\n', /is stale: it names none, and the infrastructure is [0-9a-f]{12}$/],
  ] as const;
  for (const [what, text, message] of refusals) {
    test(`fails when the lock ${what}, and changes nothing`, (t) => {
      const file = lock(t, text);
      assert.throws(() => requireLock(CONFIG, FOUND, file), { message, exitCode: 1 });
      if (text !== undefined) assert.equal(readFileSync(file, 'utf8'), text);
    });
  }

  test('fails when the lock of the right infrastructure has other text', (t) => {
    const file = lock(t);
    writeLock(CONFIG, FOUND, file);
    writeFileSync(file, `${readFileSync(file, 'utf8')}# my own\n`);
    assert.throws(() => requireLock(CONFIG, FOUND, file), /was edited by hand, or written by another version$/);
  });

  test('passes what was just written, by the files and by the app that was synthesized of them', (t) => {
    const file = lock(t);
    writeLock(CONFIG, synthesizedInfrastructure(CONFIG), file);
    const { directory } = fixtureApp().synth();
    assert.match(requireLock(CONFIG, assembledInfrastructure(directory), file), /is current/);
  });
});
