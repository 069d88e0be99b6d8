import type { PipelineExecution } from '../doctor/account/delivery.ts';
import { outputOf } from '../doctor/after/standing.ts';
import type { ManualApproval } from '../shared/manual-approvals.ts';
import { short } from '../verify/names.ts';
import { duration } from '../verify/report/times.ts';
import { age } from './age.ts';
import type { StatusAsked } from './asked.ts';

/** How many merges the screen has room for. */
const COUNT = 5;

/** A merge, as its execution ended. */
export interface Merge {
  /** Full hash; undefined before the pipeline has read its source. */
  readonly commit?: string;
  readonly subject: string;
  /** `done` once the verdict has said live, or superseded by a later merge: it is the last step of an execution. */
  readonly outcome: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** From the start of its execution to the verdict, or until now. */
  readonly seconds: number;
}

/** In words what an execution's end says of its commit. */
const OUTCOMES: Readonly<Record<string, string>> = {
  Succeeded: 'done',
  Failed: 'failed',
  InProgress: 'runs',
  Stopping: 'stops',
  Stopped: 'stopped',
  Superseded: 'superseded',
  Cancelled: 'cancelled',
};

/** The executions that the screen has room for, the newest first. @throws CommandError when the pipeline is not there */
export async function lastExecutions(
  asked: Pick<StatusAsked, 'account' | 'config' | 'templates'>,
): Promise<readonly PipelineExecution[]> {
  const pipeline = await outputOf(asked, 'pipeline', 'PipelineName');
  return await asked.account.executions(pipeline, COUNT, asked.config.environment?.approval);
}

/** The last merges, the newest first. @throws CommandError when the pipeline is not there */
export async function lastMerges({ executions, now }: Pick<StatusAsked, 'executions' | 'now'>): Promise<Merge[]> {
  return (await executions()).map((one) => mergeOf(one, now));
}

/** What a person has not approved is told by that, and not by what it is to CodePipeline. */
const UNAPPROVED: Readonly<Partial<Record<ManualApproval['state'], string>>> = {
  awaited: 'waits for approval',
  refused: 'refused',
  'timed out': 'not approved in time',
};

function mergeOf({ commit, status, startedAt, updatedAt, approval }: PipelineExecution, now: Date): Merge {
  const end = status === 'InProgress' ? now : updatedAt;
  return {
    ...(commit === undefined ? {} : { commit: commit.hash }),
    subject: commit?.subject ?? '',
    outcome: (approval && UNAPPROVED[approval.state]) ?? OUTCOMES[status] ?? status,
    startedAt: startedAt.toISOString(),
    seconds: Math.round((end.getTime() - startedAt.getTime()) / 1000),
  };
}

/** A line for each merge: commit, what became of it, after how long, when, and its subject. */
export function mergeLines(merges: readonly Merge[], now: Date): string[] {
  const rows = merges.map(({ commit, outcome, seconds, startedAt, subject }) => [
    commit === undefined ? '-' : short(commit),
    outcome,
    duration(seconds * 1000),
    age(new Date(startedAt), now),
    subject.slice(0, 50),
  ]);
  const widths = [0, 1, 2, 3].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map(
    (row) =>
      `  ${row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd()}`,
  );
}
