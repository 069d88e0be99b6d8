import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PipelineRunner } from '../../../rehearsal/pipeline/runner.ts';
import { answerPipelines } from '../../../rehearsal/pipeline/server.ts';
import { definition } from './fixtures.ts';

test('executions are told as AWS tells them, so that the verdict can find its commit', async () => {
  const runner = new PipelineRunner({
    definition: async () => definition(),
    connected: async () => true,
    head: async () => 'head',
    build: async () => ({ reason: undefined, phases: [], notes: [] }),
  });
  const ask = (method: string, path = '/executions') =>
    answerPipelines(runner, { method, path, headers: {}, body: {} });
  const { pipelineExecutionId } = ask('POST') as { pipelineExecutionId: string };
  await runner.ended(pipelineExecutionId, 5);
  const { pipelineExecutionSummaries } = ask('GET') as { pipelineExecutionSummaries: Record<string, unknown>[] };
  const [summary] = pipelineExecutionSummaries;
  assert.equal(summary?.pipelineExecutionId, pipelineExecutionId);
  assert.equal(summary?.status, 'Succeeded');
  assert.deepEqual(summary?.sourceRevisions, [{ actionName: 'GitHub', revisionId: 'head' }]);
  assert.ok(Number(summary?.startTime) < 1e11, 'times are seconds');
  assert.throws(() => ask('DELETE'), /GET or POST/);
  assert.throws(() => ask('GET', '/'), /GET or POST \/executions/);
});
