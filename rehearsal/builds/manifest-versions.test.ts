import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ghostImageIn, readManifestVersions } from './manifest-versions.ts';

test('the versions that the tree pins are found where they are', async () => {
  const { externalSecrets, ghost } = await readManifestVersions();
  assert.match(externalSecrets, /^\d+\.\d+\.\d+$/);
  assert.match(ghost, /^public\.ecr\.aws\/docker\/library\/ghost:\d+\.\d+\.\d+$/);
});

test("Ghost's image is known by its version when Renovate has pinned its digest as well", () => {
  const images = (newTag: string) => `images: [{ name: ghost, newName: example.com/ghost, newTag: ${newTag} }]`;
  assert.equal(ghostImageIn(images(`6.65.0@sha256:${'0'.repeat(64)}`)), 'example.com/ghost:6.65.0');
  assert.throws(() => ghostImageIn(images('6.65.0@sha256:0')), { message: /not where it is expected/ });
});
