import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
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
