import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { BareRepository, GIT_MISSING } from './bare-repository.ts';
import { checkOut } from './repository.ts';

test('a pull request changes several files and lands as one merge commit', { skip: GIT_MISSING }, async (t) => {
  const { origin, copy } = await cloned(t);
  const change = {
    branch: 'both',
    title: 'Change both',
    edits: { 'README.md': (text: string) => text.replace('one', 'two'), 'old.txt': () => 'new\n' },
  };
  const { diff } = await copy.propose(change);
  assert.deepEqual(
    diff.split('\n').filter((line) => /^[-+]\w/.test(line)),
    ['-one', '+two', '-old', '+new'],
  );
  const commit = await copy.accept(change);
  origin.git('fetch', '--quiet', 'origin');
  assert.equal(origin.git('rev-parse', 'origin/main'), commit);
  assert.equal(origin.git('show', '-s', '--format=%P', commit).split(' ').length, 2);
  assert.equal(origin.git('show', `${commit}:README.md`), 'two');
  assert.equal(origin.git('show', `${commit}:old.txt`), 'new');
  assert.equal(origin.git('rev-parse', `${commit}^2`), origin.git('rev-parse', 'origin/both'));
});

test('a pull request may bring a new file in a new folder', { skip: GIT_MISSING }, async (t) => {
  const { origin, copy } = await cloned(t);
  const edits = { 'notes/first.txt': (text: string) => `${text}first\n` };
  const change = { branch: 'notes', title: 'Take notes', edits };
  await copy.propose(change);
  const commit = await copy.accept(change);
  origin.git('fetch', '--quiet', 'origin');
  assert.equal(origin.git('show', `${commit}:notes/first.txt`), 'first');
});

test('a pull request may change nothing', { skip: GIT_MISSING }, async (t) => {
  const { origin, copy } = await cloned(t);
  const change = { branch: 'nothing', title: 'Change nothing', edits: {} };
  assert.equal((await copy.propose(change)).diff, '');
  const commit = await copy.accept(change);
  origin.git('fetch', '--quiet', 'origin');
  assert.equal(origin.git('diff', '--name-only', `${commit}^1`, commit), '');
});

test('a clone on a branch of its own begins where another is, and pushes to its own only', {
  skip: GIT_MISSING,
}, async (t) => {
  const { origin, copy } = await cloned(t, { from: 'main' }, 'second');
  const start = origin.git('rev-parse', 'origin/main');
  origin.git('fetch', '--quiet', 'origin');
  assert.equal(origin.git('rev-parse', 'origin/second'), start);
  const commit = await copy.push('notes.txt', () => 'second\n', 'Note');
  origin.git('fetch', '--quiet', 'origin');
  assert.deepEqual(
    ['origin/main', 'origin/second'].map((branch) => origin.git('rev-parse', branch)),
    [start, commit],
  );
});

test('what is only proposed changes no other branch', { skip: GIT_MISSING }, async (t) => {
  const { origin, copy } = await cloned(t);
  const main = origin.git('rev-parse', 'origin/main');
  const edits = { 'old.txt': () => 'new\n' };
  const { commit } = await copy.propose({ branch: 'proposed', title: 'Propose', edits });
  origin.git('fetch', '--quiet', 'origin');
  assert.equal(origin.git('rev-parse', 'origin/proposed'), commit);
  assert.equal(origin.git('rev-parse', 'origin/main'), main);
  assert.equal(origin.git('show', `${commit}:old.txt`), 'new');
});

test("a user's work becomes a pull request, new files included, and another one undoes its merge", {
  skip: GIT_MISSING,
}, async (t) => {
  const { origin, copy } = await cloned(t);
  const before = origin.git('rev-parse', 'origin/main^{tree}');
  const added = { branch: 'add', title: 'Add' };
  await copy.proposeWork(added, async (clone) => {
    writeFileSync(join(clone, 'new.txt'), 'new');
    symlinkSync(tmpdir(), join(clone, 'node_modules'));
  });
  const merged = await copy.accept(added);
  const undone = { branch: 'undo', title: 'Revert "Add"' };
  await copy.proposeRevert(merged, undone);
  const reverted = await copy.accept(undone);
  origin.git('fetch', '--quiet', 'origin');
  assert.equal(origin.git('diff', '--name-only', `${merged}^1`, merged), 'new.txt');
  assert.equal(origin.git('rev-parse', `${reverted}^{tree}`), before);
});

test('what an author does before each commit is part of it', { skip: GIT_MISSING }, async (t) => {
  const complete = async (clone: string, paths: readonly string[]) => {
    writeFileSync(join(clone, 'changed.txt'), paths.join());
    return ['changed.txt'];
  };
  const { origin, copy } = await cloned(t, { complete });
  const { diff } = await copy.propose({ branch: 'one', title: 'One', edits: { 'old.txt': () => 'new\n' } });
  assert.match(diff, /^\+old\.txt$/m);
  const commit = await copy.push('README.md', () => 'two', 'Two');
  origin.git('fetch', '--quiet', 'origin');
  assert.equal(origin.git('show', `${commit}:changed.txt`), 'README.md');
});

/** A repository with one commit on main, and a clone of it; both are gone with the test. */
async function cloned(t: TestContext, options: Parameters<typeof checkOut>[2] = {}, branch = 'main') {
  const origin = new BareRepository();
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
  t.after(() => {
    origin.remove();
    rmSync(folder, { recursive: true, force: true });
  });
  const name = { owner: 'octo-org', name: 'blog', branch };
  return { origin, copy: await checkOut(join(folder, 'copy'), name, { url: origin.bare, ...options }) };
}
