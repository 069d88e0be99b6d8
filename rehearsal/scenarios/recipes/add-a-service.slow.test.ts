import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { checkTree } from '../../../cli/shared/tree/check.ts';
import { describeFault } from '../../../cli/shared/tree/fault.ts';
import { onlyBlock, readRecipe } from './document.ts';

const ROOT = join(import.meta.dirname, '../../..');
const DOCUMENT = 'docs/add-a-service.md';
const ONCE = 'Once: a place for services';
const SHARED = 'In the cluster';
const ALONE = 'On its own';

// The rehearsal follows the document to the letter; readers put a name of their own in place of the one there.
describe(`${DOCUMENT} makes a tree without a fault, also for a service called`, () => {
  for (const name of ['hello', 'my-api', 'web2', 'a-name-of-20-letters', 'constructor'])
    test(name, (t) => {
      const folder = tree(t);
      obey(folder, ONCE, name);
      obey(folder, SHARED, name);
      withoutFault(folder);
    });
});

test(`${DOCUMENT} makes a tree without a fault for a second service`, (t) => {
  const folder = tree(t);
  obey(folder, ONCE, 'hello');
  obey(folder, SHARED, 'hello');
  obey(folder, SHARED, 'my-api');
  withoutFault(folder);
});

describe(`${DOCUMENT} makes a tree without a fault for a service that is on its own`, () => {
  const onItsOwn = (folder: string) => {
    obey(folder, ALONE, 'my-api');
    const manifests = readRecipe(ROOT, DOCUMENT, SHARED).filter(({ file }) => file?.endsWith('hello.yaml'));
    write(folder, manifests, 'my-api');
    withoutFault(folder);
  };

  test('and no other is there', (t) => onItsOwn(tree(t)));

  test('beside one that is not', (t) => {
    const folder = tree(t);
    obey(folder, ONCE, 'hello');
    obey(folder, SHARED, 'hello');
    onItsOwn(folder);
  });
});

test(`${DOCUMENT} stops at once where the name is taken`, (t) => {
  const folder = tree(t);
  obey(folder, ONCE, 'hello');
  obey(folder, SHARED, 'hello');
  assert.throws(() => obey(folder, SHARED, 'hello'), /File exists/);
});

/** A copy of the tree. */
function tree(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  cpSync(join(ROOT, 'gitops'), join(folder, 'gitops'), { recursive: true });
  return folder;
}

/** Does what stands below a heading, for a service of that name. */
function obey(folder: string, heading: string, name: string): void {
  const blocks = readRecipe(ROOT, DOCUMENT, heading);
  const commands = onlyBlock(blocks, 'sh', DOCUMENT).replaceAll('hello', name);
  execFileSync('bash', ['-euo', 'pipefail', '-c', commands], { cwd: folder, stdio: 'pipe' });
  write(folder, blocks, name);
}

function write(folder: string, blocks: ReturnType<typeof readRecipe>, name: string): void {
  for (const { file, text } of blocks) {
    if (file === undefined) continue;
    const path = join(folder, file.replaceAll('hello', name));
    mkdirSync(dirname(path), { recursive: true });
    // Each has an image of its own: the tree has the version of an image in one place.
    writeFileSync(path, text.replaceAll('hello', name).replace('library/busybox', `library/${name}`));
  }
}

function withoutFault(folder: string): void {
  const faults = checkTree(folder).map(describeFault);
  assert.deepEqual(faults, [], `${DOCUMENT}: write it so that any name can be put in`);
}
