import { z } from 'zod';
import type { Question } from '../../shared/http/json-client.ts';
import type { End } from './execution.ts';

/** Asks one of the own paths of the AWS emulator; throws when it refuses. */
export type AskAws = (path: string, question?: Question) => Promise<unknown>;

/** CodePipeline's book of executions, which clients of AWS read. The runner says in it what it does. */
export interface Ledger {
  /** Starts an execution, as a push does. Returns its id. */
  readonly start: (pipeline: string) => Promise<string>;
  /** Ids of the executions that are in progress, the oldest first; clients start some as well. */
  readonly inProgress: () => Promise<readonly string[]>;
  /** Tells which commit an execution builds. */
  readonly source: (id: string, commit: string) => Promise<void>;
  /** Tells how an execution ended. */
  readonly end: (id: string, end: End) => Promise<void>;
}

const started = z.object({ id: z.string() });
const listing = z.object({
  executions: z.array(z.object({ pipelineExecutionId: z.string(), status: z.string() })),
});

const PATH = '/_rehearsal/executions';

/** The ledger that the AWS emulator keeps. */
export function ledgerOf(askAws: AskAws): Ledger {
  const report = async (body: object) => {
    await askAws(`${PATH}/report`, { method: 'POST', body });
  };
  return {
    start: async (pipeline) => started.parse(await askAws(PATH, { method: 'POST', body: { pipeline } })).id,
    inProgress: async () => {
      const running = listing.parse(await askAws(PATH)).executions.filter(({ status }) => status === 'InProgress');
      return running.map(({ pipelineExecutionId }) => pipelineExecutionId).toReversed(); // it tells the newest first
    },
    source: (id, revision) => report({ id, revision }),
    end: (id, status) => report({ id, status }),
  };
}
