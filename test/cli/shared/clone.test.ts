import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { requireClone } from '../../../cli/shared/clone.ts';
import { CommandError } from '../../../cli/shared/command-error.ts';
import { synthesize } from '../../../cli/verify/observe/synthesis.ts';
import { TestRepository } from '../../support/repository.ts';

/** What is said of a folder; nothing when Git can be asked about it. */
function report(folder: string): string {
  try {
    requireClone(folder);
    return '';
  } catch (error) {
    assert.ok(error instanceof CommandError, `${error}`);
    assert.equal(error.exitCode, 2);
    return error.report();
  }
}

function emptyFolder(t: { after(work: () => void): void }): string {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('a folder that Git cannot be asked about is told as what it is', () => {
  test('a downloaded archive', (t) => {
    assert.match(
      report(emptyFolder(t)),
      /^This folder is no clone: fatal: not a git repository.*\n {2}help: .*clone your fork/,
    );
  });

  test('a downloaded archive inside another clone', (t) => {
    const other = new TestRepository(t);
    other.commit();
    mkdirSync(join(other.root, 'archive'));
    assert.ok(
      report(join(other.root, 'archive')).startsWith(
        `This folder is no clone: it is part of ${realpathSync(other.root)}`,
      ),
    );
  });

  test('an empty clone', (t) => {
    assert.match(
      report(new TestRepository(t).root),
      /^The clone has no commit yet\n {2}see: {2}.*\n {2}help: git commit/,
    );
  });

  test('a clone of somebody else, whom Git does not trust', (t) => {
    const { root } = repositoryWithCommit(t);
    setVariable(t, 'GIT_TEST_ASSUME_DIFFERENT_OWNER', '1');
    const said = report(root);
    assert.match(said, /^Git cannot be asked about this clone: fatal: detected dubious ownership/);
    assert.ok(said.endsWith(`help: git config --global --add safe.directory ${root}`), said);
  });

  test('a machine without Git', (t) => {
    const { root } = repositoryWithCommit(t);
    setVariable(t, 'PATH', '/nowhere');
    assert.match(report(root), /^Git is not installed, or not in PATH\n/);
  });
});

describe('Git can be asked about', () => {
  test('a clone, also by the name of a link to it', (t) => {
    const { root } = repositoryWithCommit(t);
    assert.equal(report(root), '');
    assert.equal(report(`${root}/`), '');
    const link = join(emptyFolder(t), 'link');
    symlinkSync(root, link);
    assert.equal(report(link), '');
  });

  test('a worktree, and a detached head', (t) => {
    const { root, repository } = repositoryWithCommit(t);
    const worktree = join(emptyFolder(t), 'worktree');
    repository.git('worktree', 'add', '--quiet', '--detach', worktree);
    assert.equal(report(worktree), '');
    repository.git('checkout', '--quiet', '--detach');
    assert.equal(report(root), '');
  });
});

test('a partial clone that cannot fetch a file says which command brings them all', async (t) => {
  const { root, repository } = repositoryWithCommit(t);
  repository.write('package-lock.json', '{}\n');
  const commit = repository.commit();
  repository.git('config', 'uploadpack.allowFilter', 'true');
  const partial = join(emptyFolder(t), 'partial');
  const quietly = ['clone', '--quiet', '--no-checkout', '--filter=blob:none'];
  execFileSync('git', [...quietly, `file://${root}`, partial], { stdio: 'ignore' });
  rmSync(join(root, '.git'), { recursive: true });
  await assert.rejects(
    synthesize(partial, commit),
    (error: Error & { help?: string }) =>
      /^the files of the commit are not in this clone: fatal: /.test(error.message) &&
      error.help === 'git fetch --refetch --no-filter origin',
  );
});

function repositoryWithCommit(t: { after(work: () => void): void }) {
  const repository = new TestRepository(t);
  repository.commit();
  return { repository, root: repository.root };
}

function setVariable(t: { after(work: () => void): void }, name: string, value: string): void {
  const before = process.env[name];
  process.env[name] = value;
  t.after(() => {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  });
}
