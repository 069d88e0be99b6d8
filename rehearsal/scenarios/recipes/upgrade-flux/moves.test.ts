import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readManifestVersions } from '../../../builds/manifest-versions.ts';
import type { PullRequest } from '../../../cluster/git/repository.ts';
import { EXTERNAL_SECRETS_BEFORE } from '../../../shared/build-versions.ts';
import { BEFORE, externalSecretsMoved, fluxMoved, PINNED } from './moves.ts';

const ROOT = join(import.meta.dirname, '../../../..');

/** What becomes of the files of this repository, one edit after the other; and the files as they are. */
function edited(...edits: readonly PullRequest['edits'][]) {
  const files = [...new Set(edits.flatMap(Object.keys))];
  const now = files.map((file) => readFileSync(join(ROOT, file), 'utf8'));
  const after = files.map((file, at) => edits.reduce((text, edit) => edit[file]?.(text) ?? text, now[at] ?? ''));
  return { now, after };
}

test('the version before is pinned everywhere, and moved back the files are as they were', () => {
  const { now, after } = edited(fluxMoved(PINNED, BEFORE));
  for (const version of [BEFORE.version, BEFORE.operator, ...Object.values(BEFORE.controllers)])
    assert.ok(after.join().includes(`'${version}'`), `${version} is not pinned: correct the edits in moves.ts`);
  assert.ok(!after.join().includes(`FLUX_VERSION = '${PINNED.version}'`));
  assert.deepEqual(edited(fluxMoved(PINNED, BEFORE), fluxMoved(BEFORE, PINNED)).after, now);
});

test('the chart of External Secrets moves back and forth', async () => {
  const { externalSecrets } = await readManifestVersions();
  const back = externalSecretsMoved(externalSecrets, EXTERNAL_SECRETS_BEFORE);
  const { now, after } = edited(back, externalSecretsMoved(EXTERNAL_SECRETS_BEFORE, externalSecrets));
  assert.notDeepEqual(edited(back).after, now);
  assert.deepEqual(after, now);
});

test('a version that is not pinned cannot be moved', () => {
  const { 'lib/versions.ts': edit = String } = fluxMoved(BEFORE, PINNED);
  assert.throws(() => edit("export const FLUX_VERSION = '1.0.0';"), {
    message: /lib\/versions\.ts no longer contains .*, which the rehearsal edits/,
  });
});
