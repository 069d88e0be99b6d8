import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { ROOT } from '../../support/documents.ts';

function doctor(...args: string[]) {
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: '/nowhere',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_REGION: 'eu-west-1',
  };
  const command = ['--import', 'tsx', 'bin/onemerge.ts', 'doctor', ...args];
  return spawnSync(process.execPath, command, { cwd: ROOT, env, encoding: 'utf8', timeout: 120_000 });
}

describe('npx onemerge doctor', () => {
  test('says what it can look at when it is not told', () => {
    const { status, stderr } = doctor();
    assert.equal(status, 2);
    assert.match(
      stderr,
      /^Say what to look at\n {2}help: npx onemerge doctor --before-deploy, or later npx onemerge doctor --after-deploy$/m,
    );
  });

  test('ends with code 2 and no table without credentials: nothing can be asked', () => {
    const { status, stdout, stderr } = doctor('--before-deploy');
    assert.equal(status, 2);
    assert.equal(stdout, '');
    assert.match(
      stderr,
      /^No AWS credentials: .*\n {2}see: {2}asking who the caller is in .*\n {2}help: aws sso login/m,
    );
    assert.doesNotMatch(stderr, /\n {4}at /);
  });
});
