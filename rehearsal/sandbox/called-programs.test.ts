import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const FOLDER = join(import.meta.dirname, '..');

/** What every Debian has, and what whoever typed `npx onemerge rehearse` has. */
const GIVEN = ['bash', 'chmod', 'cp', 'env', 'node', 'npm', 'npx', 'sh', 'apt-cache', 'apt-get'];

/** In the package of another one that is asked for. */
const BESIDE: Readonly<Record<string, string>> = { umount: 'mount' };

/** Asked for by version. */
const VERSIONED = ['go', 'python3'];

/** What `run` is called with by name, in the programs that run outside of clusters. */
function called(): string[] {
  const files = ['builds', 'sandbox'].flatMap((folder) =>
    readdirSync(join(FOLDER, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(FOLDER, folder, name)),
  );
  const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  const names = sources.flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(/\b(?:run|spawn|execFileSync)\('([a-z][\w.-]*)'/g),
  ]);
  return [...new Set(names.map(([, name = '']) => name))].sort();
}

test('every program that builds and the sandbox call is asked for before they begin', () => {
  const asked = readFileSync(join(FOLDER, 'sandbox/preconditions.ts'), 'utf8');
  const isAsked = (name: string) => new RegExp(`^ {2}${name}: '`, 'm').test(asked);
  const unasked = called().filter(
    (name) => !GIVEN.includes(name) && !VERSIONED.includes(name) && !isAsked(BESIDE[name] ?? name),
  );
  assert.deepEqual(unasked, [], 'add it to PROGRAMS in rehearsal/sandbox/preconditions.ts, with its Debian package');
  assert.ok(called().includes('sysctl'), 'calls are found');
});
