import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, describe, test } from 'node:test';
import { assembledFrom } from '../../../../cli/verify/observe/assembled.ts';
import { Unreadable } from '../../../../cli/verify/observe/unreadable.ts';

const made: string[] = [];
after(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

let clone: string;
let commit: string;

function git(...args: string[]): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...identity, ...args], { cwd: clone, encoding: 'utf8', stdio: 'pipe' }).trim();
}

async function refused(why: RegExp, of = commit, app = 'cdk.out'): Promise<void> {
  await assert.rejects(assembledFrom(clone, of, app), (error: unknown) => {
    assert.ok(error instanceof Unreadable);
    assert.match(error.message, why);
    assert.equal(error.help, 'npx cdk synth --quiet, or leave --app out');
    return true;
  });
}

describe('what was synthesized before', () => {
  /** A clone with one file, and what was synthesized of it a moment later. */
  beforeEach(() => {
    clone = mkdtempSync(join(tmpdir(), 'onemerge-assembled-'));
    made.push(clone);
    git('init', '--quiet', '--initial-branch=main');
    writeFileSync(join(clone, '.gitignore'), 'cdk.out\n');
    writeFileSync(join(clone, 'app.ts'), 'one');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'one');
    commit = git('rev-parse', 'HEAD');
    for (const name of ['.gitignore', 'app.ts']) utimesSync(join(clone, name), 1000, 1000);
    mkdirSync(join(clone, 'cdk.out'));
    const shop = { type: 'aws:cloudformation:stack', properties: { templateFile: 'shop.json', stackName: 'a-shop' } };
    writeFileSync(
      join(clone, 'cdk.out/manifest.json'),
      JSON.stringify({ artifacts: { Shop: shop, Tree: { type: 'cdk:tree' } } }),
    );
    writeFileSync(join(clone, 'cdk.out/shop.json'), '{"Resources":{}}');
    utimesSync(join(clone, 'cdk.out/manifest.json'), 2000, 2000);
  });

  test('is read where it can be of nothing but the commit', async () => {
    assert.deepEqual(await assembledFrom(clone, commit, 'cdk.out'), new Map([['a-shop', { Resources: {} }]]));
  });

  test('is refused when it is not there', () => refused(/other holds no synthesized app/, commit, 'other'));

  test('is refused when another commit is checked out', async () => {
    git('commit', '--quiet', '--allow-empty', '--message', 'two');
    await refused(/another commit is checked out/);
  });

  test('is refused when a file of the commit was changed', async () => {
    writeFileSync(join(clone, 'app.ts'), 'two');
    utimesSync(join(clone, 'app.ts'), 1000, 1000);
    await refused(/files of the commit were changed/);
  });

  test('is refused when a file came later, as by a pull', async () => {
    utimesSync(join(clone, 'app.ts'), 3000, 3000);
    await refused(/app\.ts is newer than cdk\.out/);
  });
});
