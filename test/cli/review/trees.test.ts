import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { changedPaths, fileAt, headOf, mergeBase, readCommit } from '../../../cli/review/trees.ts';
import { TestRepository } from '../../support/repository.ts';

describe('the base of a review', () => {
  test('is the commit that the branch left, not the newest one of the other branch', (t) => {
    const repository = new TestRepository(t);
    const left = repository.commit();
    repository.git('checkout', '--quiet', '-b', 'topic');
    repository.git('checkout', '--quiet', 'main');
    repository.commit();
    repository.git('checkout', '--quiet', 'topic');
    repository.write('it', 'mine');
    repository.commit();
    assert.equal(mergeBase(repository.root, 'main'), left);
  });

  test('that git does not know is an error that says how to get it', (t) => {
    const repository = new TestRepository(t);
    repository.commit();
    assert.throws(() => mergeBase(repository.root, 'origin/main'), {
      message: 'there is no commit origin/main in this clone',
      help: 'git fetch origin main:refs/remotes/origin/main, or name another commit with --base',
      exitCode: 2,
    });
    assert.throws(() => mergeBase(repository.root, 'v1'), {
      help: 'git fetch origin, or name another commit with --base',
    });
  });

  test('that has nothing in common with the branch is an error', (t) => {
    const repository = new TestRepository(t);
    repository.commit();
    repository.git('checkout', '--quiet', '--orphan', 'other');
    repository.write('it', 'unrelated');
    repository.commit();
    assert.throws(() => mergeBase(repository.root, 'main'), { message: 'main and HEAD share no commit', exitCode: 2 });
  });

  test('that a shallow clone does not reach is an error that says how to deepen it', (t) => {
    const repository = new TestRepository(t);
    repository.commit();
    repository.git('checkout', '--quiet', '-b', 'topic');
    repository.write('it', 'mine');
    repository.commit();
    repository.git('checkout', '--quiet', 'main');
    repository.write('it', 'theirs');
    repository.commit();
    const clone = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
    t.after(() => rmSync(clone, { recursive: true }));
    const from = pathToFileURL(repository.root).href;
    repository.git('clone', '--quiet', '--depth=1', '--no-single-branch', '--branch=topic', from, clone);
    assert.throws(() => mergeBase(clone, 'origin/main'), {
      message: 'this clone is shallow and does not reach the commit that origin/main shares with HEAD',
      exitCode: 2,
    });
  });
});

describe('a commit', () => {
  test('of which objects are missing, as in a partial clone without its server, is told as unreadable, with what git says', async (t) => {
    const repository = new TestRepository(t);
    repository.write('it', 'mine');
    const base = repository.commit();
    const blob = repository.git('rev-parse', `${base}:it`);
    rmSync(join(repository.root, '.git/objects', blob.slice(0, 2), blob.slice(2)));
    const { workload } = await readCommit(repository.root, base, ['workload'], false);
    assert.match(
      workload && 'error' in workload ? workload.error : '',
      new RegExp(`^the commit cannot be read: .*${blob}.*: git fetch --refetch origin$`),
    );
  });
});

describe('the files as they lie', () => {
  test('differ from the base by what is committed, edited, removed and new', (t) => {
    const repository = new TestRepository(t);
    for (const path of ['edited', 'removed', 'same']) repository.write(path, path);
    const base = repository.commit();
    repository.write('committed', '1');
    repository.commit();
    repository.write('edited', '2');
    repository.write('new', '1');
    rmSync(join(repository.root, 'removed'));
    assert.deepEqual(changedPaths(repository.root, base), ['committed', 'edited', 'new', 'removed']);
    assert.equal(fileAt(repository.root, base, 'edited'), 'edited');
    assert.equal(fileAt(repository.root, base, 'new'), undefined);
  });

  test('are told apart from the commit', (t) => {
    const repository = new TestRepository(t);
    const commit = repository.commit();
    assert.equal(headOf(repository.root), commit);
    repository.write('it', 'mine');
    assert.equal(headOf(repository.root), `${commit} with uncommitted changes`);
  });
});
