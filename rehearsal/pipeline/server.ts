import type { Server } from 'node:http';
import { type JsonRequest, listenJson, Refusal } from '../http/json-server.ts';
import { executionSummary } from './execution.ts';
import type { PipelineRunner } from './runner.ts';

/** Where the stand-in for CodePipeline asks for executions; loopback of the room. */
const PIPELINE_SERVER = { host: '127.0.0.1', port: 7082 } as const;

/** What `REHEARSAL_PIPELINES_URL` of the stand-in for AWS must be. */
export const PIPELINES_URL = `http://${PIPELINE_SERVER.host}:${PIPELINE_SERVER.port}`;

/** Listens for the stand-in for CodePipeline. */
export async function listenForPipelines(runner: PipelineRunner): Promise<Server> {
  return await listenJson(PIPELINE_SERVER, async (request) => answerPipelines(runner, request));
}

/**
 * `GET /executions` answers like ListPipelineExecutions, `POST /executions` like StartPipelineExecution, each with the
 * body that AWS's API has.
 */
export function answerPipelines(runner: PipelineRunner, { method, path }: JsonRequest): unknown {
  if (path !== '/executions') throw new Refusal(404, `there is no ${path}: GET or POST /executions`);
  if (method === 'GET') return { pipelineExecutionSummaries: runner.executions.map(executionSummary) };
  if (method === 'POST') return { pipelineExecutionId: runner.start('StartPipelineExecution') };
  throw new Refusal(405, `${method} is not answered: GET or POST /executions`);
}
