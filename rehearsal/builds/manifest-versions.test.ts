import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { GHOST_BEFORE } from '../shared/build-versions.ts';
import { ghostImageIn, readManifestVersions } from './manifest-versions.ts';

test('the versions that the tree pins are found where they are', async () => {
  const { externalSecrets, ghost, logCollector } = await readManifestVersions();
  assert.match(externalSecrets, /^\d+\.\d+\.\d+$/);
  assert.match(ghost, /^public\.ecr\.aws\/docker\/library\/ghost:\d+\.\d+\.\d+$/);
  assert.match(logCollector, /^ghcr\.io\/open-telemetry\/.*-contrib:\d+\.\d+\.\d+$/);
});

test('the collector of logs that is built here has the version that the tree pins', async () => {
  const [, version] = (await readManifestVersions()).logCollector.split(':');
  const modules = readFileSync(join(import.meta.dirname, 'go/log-collector/go.mod'), 'utf8');
  assert.match(
    modules,
    new RegExp(`receiver/filelogreceiver v${version}\n`),
    `In rehearsal/builds/go/log-collector: go get .../receiver/filelogreceiver@v${version}, the other parts likewise, and go mod tidy.`,
  );
});

test("Ghost's image is known by its version when Renovate has pinned its digest as well", () => {
  const images = (newTag: string) => `images: [{ name: ghost, newName: example.com/ghost, newTag: ${newTag} }]`;
  assert.equal(ghostImageIn(images(`6.65.0@sha256:${'0'.repeat(64)}`)), 'example.com/ghost:6.65.0');
  assert.throws(() => ghostImageIn(images('6.65.0@sha256:0')), { message: /not where it is expected/ });
});

test('the Ghost that is upgraded from is of an earlier minor version than the pinned one', async () => {
  const [major = 0, minor = 0] = (await readManifestVersions()).ghost.replace(/^.*:/, '').split('.').map(Number);
  const before = GHOST_BEFORE.split('.').map(Number);
  assert.equal(before[0], major, 'write the last version of the pinned major one into GHOST_BEFORE');
  assert.ok((before[1] ?? 0) < minor, `${GHOST_BEFORE} is not before the pinned one: lower GHOST_BEFORE`);
});
