import { z } from 'zod';
import type { Question } from '../../shared/http/json-client.ts';
import type { End } from './execution.ts';

/** Asks one of the own paths of the AWS emulator; throws when it refuses. */
export type AskAws = (path: string, question?: Question) => Promise<unknown>;

/** An execution as whoever started it wants it. */
export interface StartedExecution {
  /** A UUID. */
  readonly id: string;
  readonly pipeline: string;
  /** The commit that a client of AWS named; undefined for the branch's head. */
  readonly commit: string | undefined;
  /** The pipeline's variables: their defaults, and what a client gave instead. */
  readonly variables: Readonly<Record<string, string>>;
}

/** How a manual approval stands, and what was said. */
export interface Approval {
  readonly status: 'InProgress' | 'Succeeded' | 'Failed';
  readonly summary: string;
}

/** CodePipeline's book of executions, which clients of AWS read. The runner says in it what it does. */
export interface Ledger {
  /** Starts an execution, as a push does. */
  readonly start: (pipeline: string) => Promise<StartedExecution>;
  /** The executions of all pipelines that are in progress, the oldest first; clients start some as well. */
  readonly inProgress: () => Promise<readonly StartedExecution[]>;
  /** Tells which commit an execution builds. */
  readonly source: (id: string, commit: string) => Promise<void>;
  /** Asks a person about an execution whose source is told, once however often it is called. Returns how that stands. */
  readonly approval: (id: string) => Promise<Approval>;
  /** Tells how an execution ended. */
  readonly end: (id: string, end: End) => Promise<void>;
}

const entry = z.object({
  pipelineName: z.string(),
  pipelineExecutionId: z.string(),
  status: z.string(),
  askedCommit: z.string().nullable(),
  variables: z.array(z.object({ name: z.string(), resolvedValue: z.string() })),
});
const listing = z.object({ executions: z.array(entry) });

const approval = z.object({ status: z.enum(['InProgress', 'Succeeded', 'Failed']), summary: z.string() });

const PATH = '/_rehearsal/executions';

/** The ledger that the AWS emulator keeps. */
export function ledgerOf(askAws: AskAws): Ledger {
  const report = async (body: object) => {
    await askAws(`${PATH}/report`, { method: 'POST', body });
  };
  return {
    start: async (pipeline) => executionOf(entry.parse(await askAws(PATH, { method: 'POST', body: { pipeline } }))),
    inProgress: async () => {
      const running = listing.parse(await askAws(PATH)).executions.filter(({ status }) => status === 'InProgress');
      return running.map(executionOf).toReversed(); // it tells the newest first
    },
    source: (id, revision) => report({ id, revision }),
    approval: async (id) => approval.parse(await askAws(`${PATH}/approval`, { method: 'POST', body: { id } })),
    end: (id, status) => report({ id, status }),
  };
}

function executionOf(told: z.infer<typeof entry>): StartedExecution {
  const { pipelineName, pipelineExecutionId, askedCommit, variables } = told;
  return {
    id: pipelineExecutionId,
    pipeline: pipelineName,
    commit: askedCommit ?? undefined,
    variables: Object.fromEntries(variables.map(({ name, resolvedValue }) => [name, resolvedValue])),
  };
}
