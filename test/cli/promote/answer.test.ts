import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { type Answer, answer } from '../../../cli/promote/answer.ts';
import { waitingExecution } from '../../../cli/promote/approval-gate.ts';
import { CommandError } from '../../../cli/shared/command-error.ts';
import type { Config } from '../../../lib/config/config.ts';
import { parseInstallations } from '../../../lib/config/parse.ts';
import { configInput } from '../../support/fixtures.ts';
import { FakeServer } from '../verify/fakes/http.ts';

const COMMIT = 'c0ffee'.padEnd(40, '0');
const OTHER = 'f00d'.padEnd(40, '0');

function installations(approval: unknown): [Config, Config] {
  const environments = { staging: {}, production: { after: 'staging', approval } };
  return parseInstallations({ ...configInput(), environments }) as [Config, Config];
}

const [STAGING, PRODUCTION] = installations('manual');

/** An environment in which this commit waits, or none. */
function world(commit: string | undefined) {
  const lines: string[] = [];
  const answers: Answer[] = [];
  const found = commit === undefined ? undefined : { commit, answer: async (one: Answer) => void answers.push(one) };
  return { lines, answers, answering: { waiting: async () => found, say: (line: string) => void lines.push(line) } };
}

const yes = (words = 'seen in staging') => ({ status: 'Approved', words }) as const;

describe('an answer to an environment that asks', () => {
  test('approves the commit that waits, with what was written', async () => {
    const { lines, answers, answering } = world(COMMIT);
    await answer(PRODUCTION, COMMIT, yes(' seen in staging '), answering);
    assert.deepEqual(answers, [{ status: 'Approved', words: 'seen in staging' }]);
    assert.match(lines.join(), /^c0ffee0 is approved: .*npx onemerge verify --environment production --commit c0ffee0/);
  });

  test('refuses it', async () => {
    const { lines, answers, answering } = world(COMMIT);
    await answer(PRODUCTION, COMMIT, { status: 'Rejected', words: 'not on a Friday' }, answering);
    assert.deepEqual(answers, [{ status: 'Rejected', words: 'not on a Friday' }]);
    assert.deepEqual(lines, ['c0ffee0 is refused: production stays as it is.']);
  });

  const wrong: [title: string, target: Config, waits: string | undefined, words: string, what: RegExp, help: RegExp][] =
    [
      [
        'is for the commit that waits alone',
        PRODUCTION,
        OTHER,
        'seen',
        /^production waits for an answer about f00d000, and not about c0ffee0$/,
        /answer that first, .*npx onemerge promote --to production --commit f00d0+ --approve/,
      ],
      [
        'needs somebody who waits for it',
        PRODUCTION,
        undefined,
        'seen',
        /^nothing waits for an approval in production$/,
        /^see what its pipeline does: npx onemerge status --environment production$/,
      ],
      ['says why', PRODUCTION, COMMIT, ' ', /take 1 to 512 characters, not 0$/, /say in a sentence why/],
      ['fits into the history', PRODUCTION, COMMIT, 'x'.repeat(513), /1 to 512 characters, not 513$/, /in a sentence/],
      ['is wanted', STAGING, COMMIT, 'seen', /^--to staging: nobody is asked there$/, /write approval: 'manual' there/],
    ];
  for (const [title, target, waits, words, what, help] of wrong) {
    test(title, async () => {
      const { answers, answering } = world(waits);
      await assert.rejects(answer(target, COMMIT, yes(words), answering), (error) => {
        assert.ok(error instanceof CommandError);
        assert.match(error.message, what);
        assert.match(error.help, help);
        return true;
      });
      assert.deepEqual(answers, []);
    });
  }
});

describe('the approval of a pipeline', () => {
  let server: FakeServer;
  let action: object | undefined;
  let refusal: string | undefined;
  const asked: [operation: string, request: Record<string, unknown>][] = [];
  const put = () => asked.filter(([operation]) => operation === 'PutApprovalResult').map(([, request]) => request);

  before(async () => {
    server = await FakeServer.start(({ headers, body }) => {
      const operation = String(headers['x-amz-target']).replace(/^.*\./, '');
      asked.push([operation, JSON.parse(body)]);
      if (operation === 'PutApprovalResult' && refusal) {
        return { status: 400, body: JSON.stringify({ __type: refusal, message: 'too late' }) };
      }
      const stage = { stageName: 'Approval', latestExecution: { pipelineExecutionId: 'e-1', status: 'InProgress' } };
      const stageStates = [{ ...stage, actionStates: [{ actionName: 'Person', latestExecution: action }] }];
      const pipelineExecution = { artifactRevisions: [{ name: 'Source', revisionId: COMMIT }] };
      return { body: JSON.stringify(operation === 'GetPipelineState' ? { stageStates } : { pipelineExecution }) };
    });
  });
  after(() => server.stop());

  const waiting = () => {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const client = new CodePipelineClient({ region: 'eu-west-1', endpoint: server.url, credentials, maxAttempts: 1 });
    return waitingExecution({ client, region: 'eu-west-1', pipelineName: 'blog-pipeline' });
  };

  test('is answered by the token of the execution that waits', async () => {
    action = { status: 'InProgress', token: 'token-1' };
    const found = await waiting();
    assert.equal(found?.commit, COMMIT);
    await found.answer(yes());
    const result = { status: 'Approved', summary: 'seen in staging' };
    assert.deepEqual(put(), [
      { pipelineName: 'blog-pipeline', stageName: 'Approval', actionName: 'Person', token: 'token-1', result },
    ]);
  });

  test('that has ended, or was never asked for, waits for nobody', async () => {
    for (action of [undefined, { status: 'Succeeded' }, { status: 'Failed', token: 'token-1' }]) {
      assert.equal(await waiting(), undefined);
    }
  });

  for (refusal of ['ApprovalAlreadyCompletedException', 'InvalidApprovalTokenException']) {
    const error = refusal;
    test(`that somebody else was quicker with is told so: ${error}`, async () => {
      action = { status: 'InProgress', token: 'token-1' };
      refusal = error;
      const found = await waiting();
      await assert.rejects(
        found?.answer(yes()) ?? Promise.resolve(),
        /no longer waited for: somebody else has answered/,
      );
    });
  }
  refusal = undefined;
});
