import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { TestRepository } from './repository.ts';

/** Has Git find nothing on this machine that says who works here, as on a new one. */
function forgetWhoWorksHere(t: TestContext): void {
  const settings = {
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    // Nor does it guess by the names of user and machine.
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'user.useConfigOnly',
    GIT_CONFIG_VALUE_0: 'true',
  };
  const before = { ...process.env };
  Object.assign(process.env, settings);
  t.after(() => {
    for (const name of Object.keys(settings)) delete process.env[name];
    Object.assign(process.env, before);
  });
}

test('tests commit and merge on a machine where nobody has told Git who they are', (t) => {
  forgetWhoWorksHere(t);
  const repository = new TestRepository(t);
  repository.write('file', 'one\n');
  repository.commit();
  repository.git('checkout', '--quiet', '-b', 'topic');
  repository.write('file', 'two\n');
  const topic = repository.commit();
  repository.git('checkout', '--quiet', 'main');
  repository.write('other', 'meanwhile\n');
  repository.commit();
  repository.git('merge', '--quiet', '--squash', 'topic');
  repository.commit();
  assert.equal(repository.git('rev-parse', 'HEAD:file'), repository.git('rev-parse', `${topic}:file`));
});
