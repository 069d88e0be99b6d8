import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { describe, test } from 'node:test';
import { forgetCallersRepository } from '../../../cli/shared/own-repository.ts';
import { TestRepository } from '../../support/repository.ts';

/** Settings that a person gives, which are for every repository. */
const SETTINGS = ['GIT_CONFIG', 'GIT_CONFIG_PARAMETERS', 'GIT_CONFIG_COUNT'];

describe('called by a hook of another repository', () => {
  test('Git looks at the one of the folder', (t) => {
    const [own, other] = [new TestRepository(t), new TestRepository(t)];
    own.commit();
    const env = {
      ...process.env,
      GIT_DIR: `${other.root}/.git`,
      GIT_WORK_TREE: other.root,
      GIT_INDEX_FILE: `${other.root}/.git/index`,
    };
    forgetCallersRepository(env);
    const git = (...args: string[]) => execFileSync('git', args, { cwd: own.root, env, encoding: 'utf8' }).trim();
    assert.equal(realpathSync(git('rev-parse', '--show-toplevel')), realpathSync(own.root));
    assert.equal(git('status', '--porcelain'), '');
  });

  test('nothing of that repository is left, but the settings of who called', () => {
    const known = execFileSync('git', ['rev-parse', '--local-env-vars'], { encoding: 'utf8' }).trim().split('\n');
    const env = Object.fromEntries(known.map((name) => [name, 'x']));
    forgetCallersRepository(env);
    assert.deepEqual(
      Object.keys(env).filter((name) => !SETTINGS.includes(name)),
      [],
      'add it to cli/shared/own-repository.ts',
    );
  });
});
