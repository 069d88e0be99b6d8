import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { approvalWords } from '../../../cli/shared/approval-words.ts';
import { approvalFor, readApprovals } from '../../../cli/shared/manual-approvals.ts';
import { FakeServer } from '../verify/fakes/http.ts';

const ASKED = Date.parse('2026-11-27T10:00:00Z') / 1000;
const BY = 'arn:aws:iam::111122223333:user/one';

const action = (pipelineExecutionId: string, status: string, more: object = {}) => ({
  pipelineExecutionId,
  status,
  startTime: ASKED,
  lastUpdateTime: ASKED + 600,
  input: { actionTypeId: { category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1' } },
  ...more,
});

const ACTIONS = [
  action('again', 'InProgress'),
  action('again', 'Failed'),
  action('waits', 'InProgress'),
  action('late', 'Failed', { lastUpdateTime: ASKED + 3600 }),
  action('refused', 'Failed', {
    updatedBy: BY,
    output: { executionResult: { externalExecutionSummary: 'not on a Friday' } },
  }),
  action('given', 'Succeeded', { updatedBy: BY }),
  action('stopped', 'Abandoned'),
  { ...action('building', 'InProgress'), input: { actionTypeId: { category: 'Build' } } },
];

describe('what a person was asked, read of the actions of a pipeline', () => {
  let server: FakeServer;
  before(async () => {
    server = await FakeServer.start(() => ({ body: JSON.stringify({ actionExecutionDetails: ACTIONS }) }));
  });
  after(() => server.stop());

  const read = () => {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const client = new CodePipelineClient({ region: 'eu-west-1', endpoint: server.url, credentials, maxAttempts: 1 });
    return readApprovals(client, 'blog-pipeline', { timeoutMinutes: 60 });
  };

  const cases: [execution: string, words: string][] = [
    ['waits', "waits for a person's approval since 2026-11-27 10:00 UTC, until 2026-11-27 11:00 UTC"],
    ['refused', `was refused by ${BY} at 2026-11-27 10:10 UTC: not on a Friday`],
    ['late', 'was approved by nobody until 2026-11-27 11:00 UTC'],
    ['given', `was approved by ${BY} at 2026-11-27 10:10 UTC`],
    ['stopped', 'was stopped at 2026-11-27 10:10 UTC, before anybody approved it'],
    ['again', "waits for a person's approval since 2026-11-27 10:00 UTC, until 2026-11-27 11:00 UTC"],
  ];
  for (const [pipelineExecutionId, words] of cases) {
    test(`it ${words}`, async () => {
      const found = approvalFor(await read(), { pipelineExecutionId, status: 'Failed' });
      assert.ok(found, pipelineExecutionId);
      assert.equal(approvalWords(found), words);
    });
  }

  test('an execution that has not come that far waits behind the one that is asked about', async () => {
    const queued = approvalFor(await read(), { pipelineExecutionId: 'queued', status: 'InProgress' });
    assert.ok(queued);
    assert.match(approvalWords(queued), /^waits behind an earlier commit, which waits for a person's approval since/);
  });

  test('one that ended before anybody was asked has none', async () => {
    assert.equal(approvalFor(await read(), { pipelineExecutionId: 'source', status: 'Failed' }), undefined);
  });
});
