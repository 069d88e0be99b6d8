import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { failureCode, whyItFailed } from '../../../cli/verify/failure.ts';
import { failureJson } from '../../../cli/verify/report/json.ts';
import { failureReport } from '../../../cli/verify/report/table.ts';
import { ROOT } from '../../support/documents.ts';
import { runOnemerge } from '../../support/run-onemerge.ts';
import { facts, stack } from './facts.ts';

const rolledBack = stack({ status: 'UPDATE_ROLLBACK_COMPLETE', same: false, failures: ['Database: Invalid DB class'] });
const failed = (...stacks: ReturnType<typeof stack>[]) =>
  facts({ infrastructure: { value: { stacks, execution: { value: 'failed' } } } });
const plain = (_: string, text: string) => text;
const quick = { interval: 0.001, timeout: 60 };

describe('the log of a failed build ends with', () => {
  test('the stack that was rolled back, before those that were not reached', async () => {
    const problems = await whyItFailed(async () => failed(stack({ same: false }), rolledBack), quick);
    assert.deepEqual(
      problems.map(({ cause }) => cause),
      ['stack rolled back', 'infrastructure failed'],
    );
    const text = failureReport(problems, plain);
    assert.match(text, /Invalid DB class/);
    assert.match(text, /help: npx cdk deploy Ghost/);
  });

  test('the same in a file, for whoever tells of it: not live, with the cause', async () => {
    const problems = await whyItFailed(async () => failed(rolledBack), quick);
    const { state, summary, problems: told } = JSON.parse(failureJson('3f2a9c8'.padEnd(40, '0'), problems));
    assert.equal(state, 'not live');
    assert.equal(summary, '3f2a9c8 is not live: its deployment failed, stack rolled back (stack example-ghost).');
    assert.equal(told[0].cause, 'stack rolled back');
    assert.match(told[0].help, /^npx cdk deploy Ghost/);
  });

  test('what was not reached, when no stack failed: a check before the deployment has told why', async () => {
    const text = failureReport(await whyItFailed(async () => failed(stack({ same: false })), quick), plain);
    assert.equal(text, 'The deployment did not reach stack example-ghost: what stopped it is told above.');
  });

  test('what the app threw', async () => {
    const error = {
      error: 'the commit does not synthesize: lib/a.ts:1: Error: no',
      help: 'npx cdk synth',
      finalAfterSeconds: 0,
    };
    const text = failureReport(await whyItFailed(async () => facts({ infrastructure: error }), quick), plain);
    assert.match(text, /lib\/a\.ts:1: Error: no[\s\S]*help: npx cdk synth$/);
  });

  test('what is read once the app is synthesized: it is waited for', async () => {
    const running = { error: 'not synthesized yet', help: 'wait', finalAfterSeconds: 120 };
    const sequence = [facts({ infrastructure: running }), failed(rolledBack)];
    const problems = await whyItFailed(async () => sequence.shift() ?? failed(rolledBack), quick);
    assert.deepEqual(
      problems.map(({ cause }) => cause),
      ['stack rolled back'],
    );
  });

  test('no cause of the deployment when that was complete', async () => {
    const problems = await whyItFailed(async () => failed(stack()), quick);
    assert.match(failureReport(problems, plain), /^The deployment was complete: what failed after it is told above\.$/);
  });
});

describe('the exit code', () => {
  const codeOf = async (seen: ReturnType<typeof facts>) => failureCode(await whyItFailed(async () => seen, quick));
  const unread = { error: 'No AWS credentials', help: 'aws sso login', finalAfterSeconds: 0 };

  test('is 1 when the cause was found', async () => assert.equal(await codeOf(failed(rolledBack)), 1));
  test('is 2 when it could not be read', async () => assert.equal(await codeOf(facts({ infrastructure: unread })), 2));
  test('is 0 when the deployment was complete', async () => assert.equal(await codeOf(failed(stack())), 0));
});

describe('a build that succeeds', () => {
  test('gets no word from the command that explains failures', async () => {
    const env = { CODEBUILD_BUILD_SUCCEEDING: '1' };
    const { code, stdout, stderr } = await runOnemerge(['verify', '--failed', '--commit', 'HEAD'], { root: ROOT, env });
    assert.deepEqual([code, stdout, stderr], [0, '', '']);
  });
});
