import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ledgerOf } from './ledger.ts';

test("the emulator's ledger is read and written by its own paths", async () => {
  const asked: unknown[] = [];
  const ledger = ledgerOf(async (path, question) => {
    asked.push([path, question?.body]);
    const executions = [
      { pipelineExecutionId: 'newest', status: 'InProgress' },
      { pipelineExecutionId: 'done', status: 'Succeeded' },
      { pipelineExecutionId: 'oldest', status: 'InProgress' },
    ];
    return { id: 'one', executions };
  });
  assert.equal(await ledger.start('deploys'), 'one');
  assert.deepEqual(await ledger.inProgress(), ['oldest', 'newest']);
  await ledger.source('one', 'c0ffee');
  await ledger.end('one', 'Cancelled');
  assert.deepEqual(asked, [
    ['/_rehearsal/executions', { pipeline: 'deploys' }],
    ['/_rehearsal/executions', undefined],
    ['/_rehearsal/executions/report', { id: 'one', revision: 'c0ffee' }],
    ['/_rehearsal/executions/report', { id: 'one', status: 'Cancelled' }],
  ]);
});
