import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ledgerOf } from './ledger.ts';

test("the emulator's ledger is read and written by its own paths", async () => {
  const asked: unknown[] = [];
  const ledger = ledgerOf(async (path, question) => {
    asked.push([path, question?.body]);
    if (path.endsWith('/approval')) return { status: 'Failed', summary: 'not on a Friday' };
    const told = (id: string, status: string) => ({
      pipelineName: 'deploys',
      pipelineExecutionId: id,
      status,
      askedCommit: id === 'oldest' ? 'c0ffee' : null,
      variables: [{ name: 'REASON', resolvedValue: id }],
    });
    const executions = [told('newest', 'InProgress'), told('done', 'Succeeded'), told('oldest', 'InProgress')];
    return { ...told('one', 'InProgress'), executions };
  });
  const one = { id: 'one', pipeline: 'deploys', commit: undefined, variables: { REASON: 'one' } };
  assert.deepEqual(await ledger.start('deploys'), one);
  assert.deepEqual(await ledger.inProgress(), [
    { id: 'oldest', pipeline: 'deploys', commit: 'c0ffee', variables: { REASON: 'oldest' } },
    { id: 'newest', pipeline: 'deploys', commit: undefined, variables: { REASON: 'newest' } },
  ]);
  await ledger.source('one', 'c0ffee');
  assert.deepEqual(await ledger.approval('one'), { status: 'Failed', summary: 'not on a Friday' });
  await ledger.end('one', 'Cancelled');
  assert.deepEqual(asked, [
    ['/_rehearsal/executions', { pipeline: 'deploys' }],
    ['/_rehearsal/executions', undefined],
    ['/_rehearsal/executions/report', { id: 'one', revision: 'c0ffee' }],
    ['/_rehearsal/executions/approval', { id: 'one' }],
    ['/_rehearsal/executions/report', { id: 'one', status: 'Cancelled' }],
  ]);
});
