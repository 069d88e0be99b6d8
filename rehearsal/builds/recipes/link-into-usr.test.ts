import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { linkIntoUsr } from './packages.ts';

/** Unpacked packages with one program. */
function unpacked(t: TestContext, folder: string): string {
  const root = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
  t.after(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, folder, 'busybox'), 'program');
  return root;
}

for (const [system, folder] of [
  ['Debian 12', 'bin'],
  ['Debian 13', 'usr/bin'],
] as const) {
  test(`a program of ${system}, which has it in ${folder}, is found in /bin`, async (t) => {
    const root = unpacked(t, folder);
    await linkIntoUsr(root);
    assert.equal(readFileSync(join(root, 'bin/busybox'), 'utf8'), 'program');
  });
}
