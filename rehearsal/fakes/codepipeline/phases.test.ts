import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Buildspec, Phase } from './buildspec.ts';
import { runPhases } from './phases.ts';

const phase = (commands: string[], more: Partial<Phase> = {}): Phase => ({
  commands,
  finally: [],
  abortsOnFailure: false,
  ...more,
});

/** Runs phases in a shell where every command that starts with `fail` fails with 3. */
async function runAll(phases: Buildspec['phases']) {
  const ran: string[] = [];
  const said: string[] = [];
  const execute = async (command: string) => {
    ran.push(command);
    return command.startsWith('fail') ? 3 : 0;
  };
  const spec: Buildspec = { shell: 'sh', variables: {}, signsInToGit: false, node: undefined, phases };
  const records = await runPhases(spec, execute, (line) => said.push(line));
  return { ran, said, failed: records.filter(({ failure }) => failure).map(({ name }) => name) };
}

test('phases run in the order of CodeBuild, whatever the order of the file', async () => {
  const { ran } = await runAll({ post_build: phase(['d']), build: phase(['c']), install: phase(['a', 'b']) });
  assert.deepEqual(ran, ['a', 'b', 'c', 'd']);
});

test('the first failed command ends its phase, and a failed install ends the build', async () => {
  const { ran, failed, said } = await runAll({ install: phase(['fail here', 'b']), build: phase(['c']) });
  assert.deepEqual([ran, failed], [['fail here'], ['install']]);
  assert.match(said.join('\n'), /COMMAND_EXECUTION_ERROR Message: .*fail here\. Reason: exit status 3/);
});

test('post_build follows a failed build, and can tell that it failed', async () => {
  const { ran, failed } = await runAll({ build: phase(['fail']), post_build: phase(['tell']) });
  assert.deepEqual(ran, ['fail', 'export CODEBUILD_BUILD_SUCCEEDING=0', 'tell']);
  assert.deepEqual(failed, ['build']);
});

test('on-failure: ABORT spares post_build', async () => {
  const { ran } = await runAll({ build: phase(['fail'], { abortsOnFailure: true }), post_build: phase(['tell']) });
  assert.deepEqual(ran, ['fail']);
});

test('finally runs after a failure, and its own failure fails the phase', async () => {
  const first = await runAll({ install: phase(['fail'], { finally: ['clean'] }) });
  assert.deepEqual([first.ran, first.failed], [['fail', 'clean'], ['install']]);
  const second = await runAll({ install: phase(['a'], { finally: ['fail to clean'] }) });
  assert.deepEqual(second.failed, ['install']);
});
