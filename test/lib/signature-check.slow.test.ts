import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { madeBy, templates } from '../support/fixtures.ts';
import { PERSON } from '../support/signing-keys.ts';

/** What CodeBuild runs, of a template whose list has these keys. */
function commandsFor(signedBy: readonly string[]): string {
  const repository = { owner: 'octo-org', name: 'blog', signedBy: [...signedBy] };
  const project = madeBy(templates({ repository }).Pipeline, 'AWS::CodeBuild::Project', 'Signature');
  return JSON.parse(project.Properties.Source.BuildSpec).phases.build.commands.join('\n');
}

const without = ['gpg', 'ssh-keygen'].find((program) => spawnSync('which', [program]).status !== 0);

describe('the look for a signature', { skip: without && `this machine has no ${without}` }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-signature-'));
  const home = join(folder, 'keys');
  const source = join(folder, 'source');
  const env = { PATH: process.env.PATH, HOME: folder, GNUPGHOME: home, GIT_CONFIG_GLOBAL: '/dev/null' };
  const run = (program: string, args: readonly string[], cwd = folder) =>
    execFileSync(program, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const gpg = (...args: string[]) => run('gpg', ['--batch', '--quiet', ...args]);

  const makeKey = (mail: string, ...more: string[]) => {
    gpg(...more, '--passphrase', '', '--quick-generate-key', mail, 'ed25519', 'sign', more.length > 0 ? '1d' : 'never');
    return gpg('--armor', '--export', mail);
  };

  /** A commit, as Git makes it with these settings. */
  const commit = (...settings: string[]) => {
    const who = ['-c', 'user.name=Octo', '-c', 'user.email=octo@example.com'];
    run(
      'git',
      [...who, ...settings.flatMap((one) => ['-c', one]), 'commit', '--quiet', '--allow-empty', '-m', 'x'],
      source,
    );
    return run('git', ['rev-parse', 'HEAD'], source).trim();
  };

  /** How it ends, with an empty home as in CodeBuild. */
  const look = (keys: readonly string[], sha: string) => {
    const inBuild = { PATH: process.env.PATH, HOME: folder, TMPDIR: folder, CODEBUILD_RESOLVED_SOURCE_VERSION: sha };
    const ended = spawnSync('sh', ['-ec', commandsFor(keys)], { cwd: source, env: inBuild, encoding: 'utf8' });
    return { status: ended.status, said: `${ended.stdout}${ended.stderr}` };
  };

  let own = '';
  let expired = '';
  before(() => {
    run('mkdir', ['-m', '700', home]);
    run('git', ['init', '--quiet', source]);
    own = makeKey('octo@example.com');
    expired = makeKey('ago@example.com', '--faked-system-time', '20200101T000000');
  });
  after(() => {
    run('gpgconf', ['--kill', 'all']);
    rmSync(folder, { recursive: true, force: true });
  });
  const signed = (mail: string) => commit('commit.gpgSign=true', `user.signingKey=${mail}`);

  test('takes a commit that a key of the list has signed, whichever it is', () => {
    const { status, said } = look([PERSON, own], signed('octo@example.com'));
    assert.equal(status, 0, said);
    assert.match(said, /Good signature from "octo@example\.com"/);
  });

  test('refuses one that nobody has signed, and says what helps', () => {
    const sha = commit();
    const { status, said } = look([own], sha);
    assert.equal(status, 1);
    assert.match(said, new RegExp(`^${sha} is signed by no key of repository\\.signedBy`, 'm'));
    assert.match(said, /^help: revert it by a merge that is signed/m);
  });

  test('refuses one that another key has signed', () => {
    assert.equal(look([PERSON], signed('octo@example.com')).status, 1);
  });

  test('refuses one whose key has expired', () => {
    writeFileSync(join(folder, 'then'), '#!/bin/sh\nexec gpg --faked-system-time 20200101T000100 "$@"\n', {
      mode: 0o755,
    });
    const sha = commit('commit.gpgSign=true', 'user.signingKey=ago@example.com', `gpg.program=${folder}/then`);
    assert.equal(look([expired, own], sha).status, 1);
  });

  test('refuses one that was signed by a key of SSH, which the repository itself declares good', () => {
    run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'ssh')]);
    const sha = commit('commit.gpgSign=true', 'gpg.format=ssh', `user.signingKey=${join(folder, 'ssh')}`);
    assert.equal(look([own], sha).status, 1);
  });
});
