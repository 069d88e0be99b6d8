import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { ROOT } from './support/documents.ts';

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly link?: true;
  readonly inBundle?: true;
}

/** The repository's own lockfile, and those of what only the rehearsal installs. */
const LOCKFILES = [
  'package-lock.json',
  ...readdirSync(join(ROOT, 'rehearsal'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('package-lock.json') && !path.includes('node_modules'))
    .map((path) => join('rehearsal', path)),
];

/** What npm downloads. The checksum of a bundle covers what is in it; what is outside node_modules is this repository's. */
function downloaded(lockfile: string): [path: string, locked: Locked][] {
  const { packages } = JSON.parse(readFileSync(join(ROOT, lockfile), 'utf8')) as { packages: Record<string, Locked> };
  return Object.entries(packages).filter(
    ([path, { link, inBundle }]) => path.includes('node_modules/') && !link && !inBundle,
  );
}

describe('every package is installed as it was locked, on every platform', () => {
  for (const lockfile of LOCKFILES) {
    test(`its contents have a checksum in ${lockfile}`, () => {
      const open = downloaded(lockfile).filter(([, { integrity }]) => !integrity?.startsWith('sha512-'));
      assert.deepEqual(
        open.map(([path, { version }]) => `${path.split('node_modules/').at(-1)}@${version}`),
        [],
        'npm leaves it out for packages of other platforms: add "integrity", as printed by npm view <package>@<version> dist.integrity',
      );
    });
  }

  test('the lockfiles are found, and list packages', () => {
    assert.equal(LOCKFILES.length, 3, LOCKFILES.join(', '));
    for (const lockfile of LOCKFILES) assert.ok(downloaded(lockfile).length > 20, `${lockfile} lists next to nothing`);
  });
});
