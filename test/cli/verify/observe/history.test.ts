import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { CommandError } from '../../../../cli/shared/command-error.ts';
import { History } from '../../../../cli/verify/observe/history.ts';
import { type Remote, reasonOf } from '../../../../cli/verify/observe/remote.ts';

let root: string;
let clone: string;
let elsewhere: string;
const commits: Record<'first' | 'second' | 'third' | 'side', string> = { first: '', second: '', third: '', side: '' };

function git(folder: string, ...args: string[]): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...identity, ...args], { cwd: folder, encoding: 'utf8', stdio: 'pipe' }).trim();
}

function commit(folder: string, message: string): string {
  git(folder, 'commit', '--quiet', '--allow-empty', '--message', message);
  return git(folder, 'rev-parse', 'HEAD');
}

before(() => {
  root = mkdtempSync(join(tmpdir(), 'onemerge-history-'));
  const origin = join(root, 'origin.git');
  git(root, 'init', '--quiet', '--bare', '--initial-branch=main', origin);
  elsewhere = join(root, 'elsewhere');
  git(root, 'clone', '--quiet', origin, elsewhere);
  git(elsewhere, 'checkout', '--quiet', '-B', 'main');
  commits.first = commit(elsewhere, 'first');
  commits.second = commit(elsewhere, 'second');
  git(elsewhere, 'push', '--quiet', 'origin', 'main');
  clone = join(root, 'clone');
  git(root, 'clone', '--quiet', origin, clone);
  git(elsewhere, 'checkout', '--quiet', '-b', 'side', commits.first);
  commits.side = commit(elsewhere, 'side');
  git(elsewhere, 'push', '--quiet', 'origin', 'side');
  git(clone, 'fetch', '--quiet', 'origin');
  git(elsewhere, 'checkout', '--quiet', 'main');
});
after(() => rmSync(root, { recursive: true, force: true }));

function remote(overrides: Partial<Remote> = {}): Remote {
  return { branch: 'main', publicUrl: join(root, 'nowhere.git'), note: () => {}, ...overrides };
}

/** A clone whose `origin` answers no more, as with a credential helper that works for the clone alone. */
function cloneWithoutOrigin(name: string): string {
  const folder = join(root, name);
  git(root, 'clone', '--quiet', join(root, 'origin.git'), folder);
  git(folder, 'remote', 'set-url', 'origin', join(root, 'refused.git'));
  return folder;
}

async function refusal(folder: string, revision: string): Promise<CommandError> {
  const error = await History.open(folder, remote(), revision).catch((reason: unknown) => reason);
  assert.ok(error instanceof CommandError, String(error));
  assert.equal(error.exitCode, 2);
  return error;
}

describe('the history', () => {
  test('gives the files of the commit, whatever the clone has checked out, and no links', async () => {
    const text = 'é: "two\nlines"\n\n';
    mkdirSync(join(elsewhere, 'gitops/a b'), { recursive: true });
    writeFileSync(join(elsewhere, 'gitops/a b/c.yaml'), text);
    writeFileSync(join(elsewhere, 'gitops/empty.yaml'), '');
    symlinkSync('empty.yaml', join(elsewhere, 'gitops/link.yaml'));
    git(elsewhere, 'add', '--all');
    const added = commit(elsewhere, 'manifests');
    git(elsewhere, 'push', '--quiet', 'origin', 'main');
    const history = await History.open(clone, remote(), commits.first);
    assert.deepEqual([...(await history.files('gitops'))], [], 'the first commit has none');
    const later = await History.open(clone, remote(), added);
    const files = await later.files('gitops');
    assert.deepEqual(Object.fromEntries(files), { 'gitops/a b/c.yaml': text, 'gitops/empty.yaml': '' });
  });

  test('finds a commit by the beginning of its hash, and when it was merged', async () => {
    const history = await History.open(clone, remote(), commits.second.slice(0, 8));
    assert.equal(history.commit, commits.second);
    const seconds = Number(git(clone, 'show', '--no-patch', '--format=%ct', commits.second));
    assert.equal(history.committedAt, seconds * 1000);
  });

  test('tells ancestors, the commit itself and what is not on the branch', async () => {
    const history = await History.open(clone, remote(), commits.second);
    assert.equal(await history.relation(commits.first), 'ancestor');
    assert.equal(await history.relation(commits.second), 'same');
    assert.equal(await history.relation(commits.side), 'unrelated');
    assert.equal(await history.relation('0'.repeat(40)), 'unknown');
  });

  test('fetches a later commit that was pushed after the clone was made', async () => {
    const history = await History.open(clone, remote(), commits.second);
    commits.third = commit(elsewhere, 'third');
    git(elsewhere, 'push', '--quiet', 'origin', 'main');
    assert.equal(await history.relation(commits.third), 'descendant');
  });

  test('refuses a commit that was never merged', async () => {
    const { message, help } = await refusal(clone, commits.side);
    assert.match(
      message,
      /is not on the branch main: it was never merged, the branch was rewritten, or it was squashed/,
    );
    assert.equal(help, 'git log --oneline origin/main');
  });

  test('refuses the commit of a pull request that was squashed, and names what it became', async () => {
    const folder = join(root, 'squashed');
    git(root, 'clone', '--quiet', '--bare', join(root, 'origin.git'), `${folder}.git`);
    git(root, 'clone', '--quiet', `${folder}.git`, folder);
    git(folder, 'checkout', '--quiet', '-b', 'topic');
    writeFileSync(join(folder, 'file'), 'a change\n');
    git(folder, 'add', 'file');
    const own = commit(folder, 'on the branch');
    git(folder, 'checkout', '--quiet', 'main');
    git(folder, 'merge', '--quiet', '--squash', 'topic');
    const squash = commit(folder, 'squashed (#1)');
    git(folder, 'push', '--quiet', 'origin', 'main');
    const { message, help } = await refusal(folder, own);
    assert.equal(
      message,
      `The commit ${own} is not on the branch main: it was squashed or rebased there, most likely into ${squash}.`,
    );
    assert.equal(help, `npx onemerge verify --commit ${squash}`);
  });

  test('refuses a commit that does not exist', async () => {
    assert.match((await refusal(clone, 'nonsense')).message, /no commit nonsense in this clone/);
  });

  test('refuses an option in the place of a commit', async () => {
    assert.match((await refusal(clone, '--all')).message, /no commit --all in this clone/);
  });

  test('refuses a shallow clone, and says how to complete it', async () => {
    const shallow = join(root, 'shallow');
    git(root, 'clone', '--quiet', '--depth=1', `file://${join(root, 'origin.git')}`, shallow);
    assert.match((await refusal(shallow, 'HEAD')).report(), /git fetch --unshallow/);
  });

  test('refuses a branch that cannot be fetched', async () => {
    const error = await History.open(clone, remote({ branch: 'gone' }), 'HEAD').catch((reason: unknown) => reason);
    assert.ok(error instanceof CommandError);
    assert.match(error.message, /The branch gone could not be fetched/);
  });

  test('says what helps when the branch is not on GitHub yet', async () => {
    const error = await History.open(clone, remote({ branch: 'gone' }), 'HEAD').catch((reason: unknown) => reason);
    assert.ok(error instanceof CommandError);
    assert.equal(error.help, 'git push origin gone, or correct repository.branch in onemerge.config.ts');
  });

  test('says what helps when the clone has no origin', async () => {
    const folder = join(root, 'no-origin');
    git(root, 'clone', '--quiet', join(root, 'origin.git'), folder);
    git(folder, 'remote', 'remove', 'origin');
    assert.equal((await refusal(folder, 'HEAD')).help, `git remote add origin ${join(root, 'nowhere.git')}`);
  });

  test("passes on ssh's own words, which Git does not repeat", () => {
    const said = (line: string) =>
      reasonOf(new Error(`Command failed: git fetch\n${line}fatal: Could not read from remote repository.\n\nPlease`));
    assert.equal(
      said('Host key verification failed.\r\n'),
      'Host key verification failed.; fatal: Could not read from remote repository.',
    );
    assert.equal(
      said('ssh: connect to host 127.0.0.1 port 22: Connection refused\n'),
      'ssh: connect to host 127.0.0.1 port 22: Connection refused; fatal: Could not read from remote repository.',
    );
    assert.equal(said(''), 'fatal: Could not read from remote repository.');
  });

  test('fetches from the public address when origin refuses, and says so', async () => {
    const folder = cloneWithoutOrigin('refused-once');
    const late = commit(elsewhere, 'late');
    git(elsewhere, 'push', '--quiet', 'origin', 'main');
    const notes: string[] = [];
    const publicUrl = join(root, 'origin.git');
    const history = await History.open(folder, remote({ publicUrl, note: (text) => notes.push(text) }), late);
    assert.equal(history.commit, late);
    assert.equal(await history.relation('0'.repeat(40)), 'unknown', 'fetches once more');
    assert.equal(notes.length, 1);
    assert.match(
      notes[0] ?? '',
      /origin could not be fetched, .* main was fetched from .*origin\.git: fatal: .*refused\.git/,
    );
  });

  test('says nothing of the public address while origin answers', async () => {
    const notes: string[] = [];
    await History.open(clone, remote({ note: (text) => notes.push(text) }), commits.first);
    assert.deepEqual(notes, []);
  });

  test('names both failures when neither can be fetched', async () => {
    const { message } = await refusal(cloneWithoutOrigin('refused-twice'), 'HEAD');
    assert.match(
      message,
      /could not be fetched: fatal: .*refused\.git.* \(origin\); nor from .*nowhere\.git: fatal: .*nowhere/,
    );
  });
});
