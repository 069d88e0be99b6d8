import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { squashedInto } from '../../../../cli/verify/observe/squashed.ts';
import { TestRepository } from '../../../support/repository.ts';

type Suite = ConstructorParameters<typeof TestRepository>[0];

const MADE = makeBranches();

/** A branch `topic` of two commits, and `main`, which somebody changed meanwhile. */
const twoBranches = (of: Suite) => ({ ...MADE, repository: MADE.repository.copy(of) });

function makeBranches() {
  const repository = new TestRepository({ after });
  repository.write('a', 'one\n');
  repository.commit();
  repository.git('checkout', '--quiet', '-b', 'topic');
  repository.write('a', 'one\ntwo\n');
  const first = repository.commit();
  repository.write('b', 'new\n');
  const last = repository.commit();
  repository.git('checkout', '--quiet', 'main');
  repository.write('c', 'meanwhile\n');
  repository.commit();
  return { repository, first, last };
}

describe('a pull request that was squashed', () => {
  for (const which of ['first', 'last'] as const) {
    test(`is found by its ${which} commit`, async (t) => {
      const { repository, ...commits } = twoBranches(t);
      repository.git('merge', '--quiet', '--squash', 'topic');
      const squash = repository.commit();
      repository.write('c', 'later\n');
      repository.commit();
      assert.equal(await squashedInto(repository.root, commits[which], 'refs/heads/main'), squash);
    });
  }

  test('is found when its branch is gone', async (t) => {
    const { repository, last } = twoBranches(t);
    repository.git('merge', '--quiet', '--squash', 'topic');
    const squash = repository.commit();
    repository.git('branch', '--quiet', '-D', 'topic');
    assert.equal(await squashedInto(repository.root, last, 'refs/heads/main'), squash);
  });

  test('is found whatever the settings of git diff are', async (t) => {
    const { repository, last } = twoBranches(t);
    repository.git('merge', '--quiet', '--squash', 'topic');
    const squash = repository.commit();
    for (const [name, value] of [
      ['diff.noprefix', 'true'],
      ['color.ui', 'always'],
      ['diff.external', '/bin/false'],
    ] as const)
      repository.git('config', name, value);
    assert.equal(await squashedInto(repository.root, last, 'refs/heads/main'), squash);
  });
});

describe('a pull request is found by each of its commits', () => {
  for (const which of ['first', 'last'] as const) {
    test(`when the live branch was merged into it meanwhile: the ${which}`, async (t) => {
      const { repository, ...commits } = twoBranches(t);
      repository.git('checkout', '--quiet', 'topic');
      repository.git('merge', '--quiet', '--no-edit', 'main');
      repository.git('checkout', '--quiet', 'main');
      repository.git('merge', '--quiet', '--squash', 'topic');
      const squash = repository.commit();
      assert.equal(await squashedInto(repository.root, commits[which], 'refs/heads/main'), squash);
    });
  }

  test('when it changes files that are no text, and another changes them, too', async (t) => {
    const { repository } = twoBranches(t);
    const picture = (byte: number) => repository.write('picture', `\u0000${String.fromCharCode(byte)}`);
    repository.git('checkout', '--quiet', '-b', 'pictures');
    picture(1);
    const changed = repository.commit();
    repository.git('checkout', '--quiet', 'main');
    picture(2);
    repository.commit();
    assert.equal(await squashedInto(repository.root, changed, 'refs/heads/main'), undefined, 'another picture');
    repository.git('rm', '--quiet', 'picture');
    repository.commit();
    picture(1);
    const same = repository.commit();
    assert.equal(await squashedInto(repository.root, changed, 'refs/heads/main'), same);
  });

  test('when it renames a file, or gives one a name of other letters', async (t) => {
    const { repository } = twoBranches(t);
    repository.git('checkout', '--quiet', '-b', 'names');
    repository.git('mv', 'a', 'ä "b"\tc');
    const renamed = repository.commit();
    repository.git('checkout', '--quiet', 'main');
    repository.write('c', 'other\n');
    repository.commit();
    repository.git('merge', '--quiet', '--squash', 'names');
    const squash = repository.commit();
    assert.equal(await squashedInto(repository.root, renamed, 'refs/heads/main'), squash);
  });
});

test('a pull request that was rebased is found by each of its commits', async (t) => {
  const { repository, first, last } = twoBranches(t);
  repository.git('cherry-pick', first, last);
  assert.equal(await squashedInto(repository.root, first, 'refs/heads/main'), repository.git('rev-parse', 'main~1'));
  assert.equal(await squashedInto(repository.root, last, 'refs/heads/main'), repository.git('rev-parse', 'main'));
});

describe('nothing is guessed', () => {
  test('for a branch that was never merged', async (t) => {
    const { repository, last } = twoBranches(t);
    assert.equal(await squashedInto(repository.root, last, 'refs/heads/main'), undefined);
  });

  test('for a commit without a change', async (t) => {
    const { repository } = twoBranches(t);
    repository.git('checkout', '--quiet', '-b', 'empty');
    const empty = repository.commit();
    repository.git('checkout', '--quiet', 'main');
    repository.commit();
    assert.equal(await squashedInto(repository.root, empty, 'refs/heads/main'), undefined);
  });

  test('for a history that shares nothing', async (t) => {
    const { repository } = twoBranches(t);
    repository.git('checkout', '--quiet', '--orphan', 'other');
    const other = repository.commit();
    assert.equal(await squashedInto(repository.root, other, 'refs/heads/main'), undefined);
  });
});
