import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly link?: true;
  readonly inBundle?: true;
}

test('every package is installed as it was locked, on every platform: its contents have a checksum', () => {
  const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as {
    packages: Record<string, Locked>;
  };
  // The checksum of a bundle covers what is in it; what is outside node_modules is this repository's.
  const downloaded = Object.entries(packages).filter(
    ([path, { link, inBundle }]) => path.includes('node_modules/') && !link && !inBundle,
  );
  const open = downloaded.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'));
  assert.ok(downloaded.length > 50, 'package-lock.json lists next to nothing');
  assert.deepEqual(
    open.map(([path, { version }]) => `${path.split('node_modules/').at(-1)}@${version}`),
    [],
    'npm leaves it out for packages of other platforms: add "integrity", as printed by npm view <package>@<version> dist.integrity',
  );
});
