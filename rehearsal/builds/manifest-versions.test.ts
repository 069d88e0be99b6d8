import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readManifestVersions } from './manifest-versions.ts';

test('the versions that the tree pins are found where they are', async () => {
  const { externalSecrets, ghost } = await readManifestVersions();
  assert.match(externalSecrets, /^\d+\.\d+\.\d+$/);
  assert.match(ghost, /^public\.ecr\.aws\/docker\/library\/ghost:\d+\.\d+\.\d+$/);
});
