import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../support/documents.ts';
import { TestRepository } from '../support/repository.ts';
import { runOnemerge } from '../support/run-onemerge.ts';

/** The commands that read the config of the files as they lie. */
const READING = [['connect'], ['lock'], ['lock', '--check'], ['standing'], ['verify', '--commit', 'HEAD']];

const root = ROOT;

describe('a broken config', () => {
  const broken = new TestRepository({ after });
  broken.addProject();
  broken.write('onemerge.config.ts', 'export default {\n  name: ]\n};\n');
  for (const words of READING) {
    test(`ends npx onemerge ${words.join(' ')} with code 2 and one line with its place`, async () => {
      const { code, stdout, stderr } = await runOnemerge(words, { root: broken.root });
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.match(stderr, /^onemerge\.config\.ts:2:9: Unexpected "\]"\n {2}help: correct onemerge\.config\.ts, .*\n$/);
    });
  }
});

describe('with --json an error', () => {
  test('is the one document on standard output, and is told to people as well', async () => {
    const { code, stdout, stderr } = await runOnemerge(['verify', '--json'], { root });
    assert.equal(code, 2);
    assert.deepEqual(JSON.parse(stdout), { error: "required option '--commit <sha>' not specified", exitCode: 2 });
    assert.match(stderr, /^error: required option/);
  });

  test('of the command carries its help', async () => {
    const env = { GITHUB_API_URL: 'http://nowhere.example' };
    const { code, stdout } = await runOnemerge(['connect', '--json'], { root, env });
    const { error, help, exitCode } = JSON.parse(stdout);
    assert.match(error, /^GITHUB_API_URL is "http:\/\/nowhere\.example"/);
    assert.match(help, /^unset GITHUB_API_URL/);
    assert.deepEqual([code, exitCode], [2, 2]);
  });
});

describe('an error that nobody foresaw', () => {
  test('is one line with its place, and code 2', async (t) => {
    const repository = new TestRepository(t);
    repository.addProject();
    repository.write('cli/lock/lock.ts', "throw new TypeError('no such thing');\nexport {};\n");
    const { code, stderr } = await runOnemerge(['lock'], { root: repository.root });
    assert.equal(code, 2);
    assert.match(
      stderr,
      /^onemerge cannot go on: cli\/lock\/lock\.ts:1:7: no such thing\n {2}help: .*NODE_DEBUG=onemerge/,
    );
    assert.doesNotMatch(stderr, /\n {4}at /);
    const traced = await runOnemerge(['lock'], { root: repository.root, env: { NODE_DEBUG: 'onemerge' } });
    assert.match(traced.stderr, /TypeError: no such thing\n {4}at /);
  });

  test('in what nobody waits for ends the same way', async (t) => {
    const repository = new TestRepository(t);
    repository.addProject();
    const late =
      "setTimeout(() => {\n  throw new TypeError('too late');\n});\nexport const writeLock = () => 'written';\n";
    repository.write('cli/lock/lock.ts', `${late}export const requireLock = writeLock;\n`);
    const { code, stderr } = await runOnemerge(['lock'], { root: repository.root });
    assert.equal(code, 2);
    assert.match(stderr, /^onemerge cannot go on: cli\/lock\/lock\.ts:2:9: too late\n {2}help: /);
  });
});

describe('output that cannot be written', () => {
  const shell = (line: string) =>
    execFileSync('bash', ['-c', line], { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const onemerge = `"${process.execPath}" --import tsx bin/onemerge.ts`;

  /** What a command says and ends with whose standard output nobody reads. */
  const unread = (words: string) => shell(`exec 3>&1; ${onemerge} ${words} 2>&3 | true; echo "code \${PIPESTATUS[0]}"`);

  test('because its reader has gone keeps the code, and is silent', () => {
    assert.equal(unread('--help'), 'code 0\n');
    assert.equal(unread('verify --json'), "error: required option '--commit <sha>' not specified\ncode 2\n");
    assert.equal(shell(`${onemerge} verfy 2>&1 | true; echo "code \${PIPESTATUS[0]}"`), 'code 2\n');
  });

  test('because its reader has gone ends what would show it for ever', (t) => {
    const repository = new TestRepository(t);
    repository.addProject();
    repository.write('cli/status/account.ts', 'export const lookedUp = async () => () => ({});\n');
    repository.write('cli/shared/templates.ts', 'export const synthesizeTemplates = () => new Map();\n');
    const shown = "export const readStatus = () => ({ rows: [] });\nexport const screen = () => 'as it stands';\n";
    repository.write('cli/status/status.ts', `${shown}export const json = screen;\n`);
    const status = `"${process.execPath}" --import tsx "${repository.root}/bin/onemerge.ts" status --watch 2>/dev/null`;
    const said = shell(`timeout --foreground 300 ${status} | head -1; echo "code \${PIPESTATUS[0]}"`);
    assert.equal(said, 'as it stands\ncode 0\n');
  });

  test('because the disk is full is told, with code 2', () => {
    const told = shell(`${onemerge} --version 2>&1 >/dev/full; echo "code $?"`);
    assert.match(told, /^The output could not be written: ENOSPC: no space left on device.*\n {2}help: .*\ncode 2\n$/);
  });
});

describe('an interrupted command', () => {
  // With a change of the infrastructure, whose review takes seconds.
  const changed = new TestRepository({ after });
  changed.addProject();
  changed.write('package-lock.json', '{}\n');
  changed.commit();
  changed.write('cdk.json', `${changed.read('cdk.json')}\n`);
  // The verdict fetches the branch first.
  changed.git('remote', 'add', 'origin', changed.root);
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const [words, signal, code] of [
    [['review', '--base', 'HEAD'], 'SIGINT', 130],
    [['review', '--base', 'HEAD'], 'SIGTERM', 143],
    [['review', '--base', 'HEAD'], 'SIGHUP', 129],
    [['verify', '--commit', 'HEAD'], 'SIGINT', 130],
    [['verify', '--commit', 'HEAD'], 'SIGHUP', 129],
    [['lock'], 'SIGTERM', 143],
  ] as const) {
    test(`${words[0]}, by ${signal}, ends with code ${code}, and leaves nothing in the temporary folder`, async () => {
      const temporary = join(folder, `${words[0]}-${signal}`);
      mkdirSync(temporary);
      const left = () => readdirSync(temporary).filter((name) => /^(onemerge|cdk)/.test(name));
      const run = await runOnemerge(words, {
        root: changed.root,
        env: { TMPDIR: temporary, AWS_EC2_METADATA_DISABLED: 'true' },
        meanwhile: async (child) => {
          while (left().length === 0 && child.exitCode === null) await sleep(20);
          child.kill(signal);
        },
      });
      assert.equal(run.code, code, run.stderr);
      assert.deepEqual(left(), []);
    });
  }
});

describe('a secret of the environment', () => {
  test('is hidden wherever a message would quote it', async () => {
    const GITHUB_API_URL = 'http://me:sesame-open@nowhere/ghp_0123456789abcdefghi/abcdefghij';
    const env = { GITHUB_API_URL, MY_PASSWORD: 'abcdefghij' };
    const { stdout, stderr } = await runOnemerge(['connect', '--json'], { root, env });
    for (const text of [stdout, stderr]) {
      assert.doesNotMatch(text, /sesame|ghp_|abcdef/);
      assert.match(text, /http:\/\/\*\*\*@nowhere\/\*\*\*\/\*\*\*/);
    }
  });
});
