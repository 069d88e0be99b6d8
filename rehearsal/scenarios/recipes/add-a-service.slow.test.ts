import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { checkTree } from '../../../cli/shared/tree/check.ts';
import { describeFault } from '../../../cli/shared/tree/fault.ts';
import { onlyBlock, readRecipe } from './document.ts';

const ROOT = join(import.meta.dirname, '../../..');
const DOCUMENT = 'docs/add-a-service.md';
const blocks = readRecipe(ROOT, DOCUMENT, 'In the cluster');

// The rehearsal follows the document to the letter; readers put a name of their own in place of the one there.
describe(`${DOCUMENT} makes a tree without a fault, also for a service called`, () => {
  for (const name of ['hello', 'my-api', 'web2', 'a-name-of-20-letters', 'constructor'])
    test(name, (t) => {
      const folder = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
      t.after(() => rmSync(folder, { recursive: true }));
      cpSync(join(ROOT, 'gitops'), join(folder, 'gitops'), { recursive: true });
      const renamed = (text: string) => text.replaceAll('hello', name);
      execFileSync('bash', ['-euo', 'pipefail', '-c', renamed(onlyBlock(blocks, 'sh', DOCUMENT))], { cwd: folder });
      for (const { file, text } of blocks) {
        if (file === undefined) continue;
        mkdirSync(dirname(join(folder, renamed(file))), { recursive: true });
        writeFileSync(join(folder, renamed(file)), renamed(text));
      }
      assert.deepEqual(
        checkTree(folder).map(describeFault),
        [],
        `${DOCUMENT}: write it so that any name can be put in`,
      );
    });
});

test(`${DOCUMENT} stops at once where the name is taken`, (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  cpSync(join(ROOT, 'gitops'), join(folder, 'gitops'), { recursive: true });
  const taken = onlyBlock(blocks, 'sh', DOCUMENT).replaceAll('hello', 'database');
  const run = () => execFileSync('bash', ['-euo', 'pipefail', '-c', taken], { cwd: folder, stdio: 'pipe' });
  assert.throws(run, /File exists/);
});
