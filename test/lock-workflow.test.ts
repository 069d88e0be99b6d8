import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { parse } from 'yaml';
import { z } from 'zod';
import { LOCK_FILE, lockText } from '../lib/lock.ts';

const [OLD, NEW] = ['0123456789ab', 'ba9876543210'];

const workflowSchema = z.object({
  jobs: z.record(
    z.string(),
    z.object({
      permissions: z.record(z.string(), z.string()),
      steps: z.array(z.object({ name: z.string().optional(), run: z.string().optional() })),
    }),
  ),
});
const { jobs } = workflowSchema.parse(
  parse(readFileSync(new URL('../.github/workflows/lock.yml', import.meta.url), 'utf8')),
);

const folder = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** The script of a step, as the runner's bash gets it. */
function scriptOf(job: string, step: string): string {
  const run = jobs[job]?.steps.find(({ name }) => name === step)?.run;
  assert.ok(run, `lock.yml: ${job} has no step ${step}`);
  return run;
}

function git(cwd: string, ...words: string[]): string {
  const { status, stdout, stderr } = spawnSync('git', words, { cwd, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return stdout.trim();
}

/** A branch with a lock, as a remote repository and the job's clone of it, and a `gh` that notes what it is asked. */
function pullRequest(name: string) {
  const [origin, clone, bin] = ['origin', 'clone', 'bin'].map((part) => join(folder, name, part)) as [
    string,
    string,
    string,
  ];
  for (const path of [origin, bin]) mkdirSync(path, { recursive: true });
  git(origin, 'init', '--quiet', '--bare');
  git(join(folder, name), 'clone', '--quiet', origin, clone);
  git(clone, 'switch', '--quiet', '--create', 'renovate');
  mkdirSync(join(clone, LOCK_FILE, '..'), { recursive: true });
  writeFileSync(join(clone, LOCK_FILE), lockText(OLD, 'infrastructure-first'));
  git(clone, 'add', '--all');
  git(clone, '-c', 'user.name=t', '-c', 'user.email=t@example.com', 'commit', '--quiet', '--message', 'Lock');
  git(clone, 'push', '--quiet', 'origin', 'renovate');
  git(clone, 'switch', '--quiet', '--detach');
  writeFileSync(join(bin, 'gh'), `#!/bin/sh\necho "$@" >> ${join(folder, name, 'asked')}\n`, { mode: 0o755 });
  writeFileSync(join(bin, 'npx'), `#!/bin/sh\nsed -i s/${OLD}/${NEW}/g ${LOCK_FILE}\n`, { mode: 0o755 });
  return {
    clone,
    tip: () => git(origin, 'rev-parse', 'renovate'),
    lock: () => git(origin, 'show', `renovate:${LOCK_FILE}`),
    changed: () => git(origin, 'diff', '--name-only', 'renovate~1', 'renovate'),
    asked: () =>
      readFileSync(join(folder, name, 'asked'), 'utf8')
        .trim()
        .split('\n'),
    output: () =>
      readFileSync(join(folder, name, 'output'), 'utf8')
        .trim()
        .split('\n'),
    run: (script: string, env: Record<string, string>) =>
      spawnSync('bash', ['-e', '-o', 'pipefail', '-c', script], {
        cwd: clone,
        encoding: 'utf8',
        env: {
          PATH: `${bin}:${process.env.PATH}`,
          GITHUB_OUTPUT: join(folder, name, 'output'),
          BRANCH: 'renovate',
          ...env,
        },
      }),
  };
}

describe('the workflow that refreshes the lock', () => {
  const find = scriptOf('find', 'Find the fingerprint');
  const write = scriptOf('write', 'Write, commit and push the lock');

  test('gives the token that writes to the job that runs nothing of the pull request', () => {
    assert.deepEqual(jobs.find?.permissions, { contents: 'read' });
    const run = (jobs.write?.steps ?? []).map((step) => step.run ?? '').join('\n');
    assert.doesNotMatch(run, /\b(npm|npx|node|tsx)\b/);
  });

  test('finds the fingerprint of the lock and that of the infrastructure', () => {
    const branch = pullRequest('found');
    assert.equal(branch.run(find, {}).status, 0);
    assert.deepEqual(branch.output(), [`before=${OLD}`, `after=${NEW}`]);
  });

  test('finds none in a lock that holds nothing back, and leaves it', () => {
    const branch = pullRequest('parallel');
    writeFileSync(join(branch.clone, LOCK_FILE), lockText(OLD, 'parallel'));
    assert.equal(branch.run(find, {}).status, 0);
    assert.deepEqual(branch.output(), ['before=', 'after=']);
  });

  test('pushes the lock as onemerge lock writes it, alone, and starts the checks of the new commit', () => {
    const branch = pullRequest('written');
    const { status, stderr } = branch.run(write, { BEFORE: OLD, AFTER: NEW });
    assert.equal(status, 0, stderr);
    assert.equal(branch.lock(), lockText(NEW, 'infrastructure-first').trim());
    assert.equal(branch.changed(), LOCK_FILE);
    assert.deepEqual(branch.asked(), [
      'workflow run check.yml --ref renovate',
      'workflow run review.yml --ref renovate',
    ]);
  });

  for (const [what, text] of [
    ['a command', '0/;e id;s/0'],
    ['a longer text', `${NEW}0`],
    ['nothing', ''],
  ] as const) {
    test(`writes nothing when the first job names ${what} for a fingerprint`, () => {
      const branch = pullRequest(what);
      const before = branch.tip();
      const { status, stdout } = branch.run(write, { BEFORE: OLD, AFTER: text });
      assert.equal(status, 1);
      assert.match(stdout, /^::error::not a fingerprint$/m);
      assert.equal(branch.tip(), before);
    });
  }

  test('does not overwrite a branch that has moved meanwhile', () => {
    const branch = pullRequest('moved');
    git(
      branch.clone,
      '-c',
      'user.name=t',
      '-c',
      'user.email=t@example.com',
      'commit',
      '--quiet',
      '--allow-empty',
      '-mNext',
    );
    git(branch.clone, 'push', '--quiet', 'origin', 'HEAD:renovate');
    git(branch.clone, 'checkout', '--quiet', '--detach', 'HEAD~1');
    const moved = branch.tip();
    assert.notEqual(branch.run(write, { BEFORE: OLD, AFTER: NEW }).status, 0);
    assert.equal(branch.tip(), moved);
  });
});
