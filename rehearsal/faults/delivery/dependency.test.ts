import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { addToLockfile, addToManifest } from './dependency.ts';

const read = (name: string) => readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8');

test('package.json and the lockfile gain the same package, or npm ci would refuse them', () => {
  const manifest = JSON.parse(addToManifest(read('package.json')));
  const { packages } = JSON.parse(addToLockfile(read('package-lock.json')));
  assert.deepEqual(packages[''].dependencies, manifest.dependencies);
  assert.equal(packages['node_modules/slugify'].version, manifest.dependencies.slugify);
});

test('the package is one that the project does not have, or no build would download it', () => {
  const { packages } = JSON.parse(read('package-lock.json'));
  assert.equal(
    packages['node_modules/slugify'],
    undefined,
    'The project uses slugify now: name another package in rehearsal/faults/delivery/dependency.ts.',
  );
});
