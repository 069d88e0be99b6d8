import type { BuildVerdict } from './build-verdict.ts';

/** How a merge ended, in numbers. */
export interface MergeEnd {
  readonly failed: boolean;
  /** From the merge until both halves were live; undefined for a merge that changed neither, or is not live. */
  readonly leadSeconds: number | undefined;
  /** From the first failure since anything was live until now; undefined when nothing had failed. */
  readonly brokenSeconds: number | undefined;
}

/** An execution of the pipeline, as far as it matters here. */
export interface PastExecution {
  readonly status: string;
  readonly updatedAt: Date;
}

const BAD = ['Failed', 'Stopped'];

/**
 * @param verdict on the merge; undefined when its build failed before there was one
 * @param past the executions, the newest first, this one among them or not
 * @returns undefined for what a later merge has taken over
 */
export function mergeEnd(
  verdict: BuildVerdict | undefined,
  past: readonly PastExecution[],
  now: Date,
): MergeEnd | undefined {
  if (verdict?.state === 'superseded' || verdict?.state === 'waiting') return undefined;
  if (verdict?.state !== 'live') return { failed: true, leadSeconds: undefined, brokenSeconds: undefined };
  const { infrastructure, workload } = verdict.secondsSinceMerge ?? {};
  const times = [infrastructure, workload].filter((one) => typeof one === 'number');
  return {
    failed: false,
    leadSeconds: times.length === 0 ? undefined : Math.max(...times),
    brokenSeconds: brokenFor(past, now),
  };
}

/** Cancelled executions and those that still run say nothing: they are passed over. */
function brokenFor(past: readonly PastExecution[], now: Date): number | undefined {
  const lastGood = past.findIndex(({ status }) => status === 'Succeeded');
  const since = (lastGood < 0 ? past : past.slice(0, lastGood)).filter(({ status }) => BAD.includes(status));
  const first = since.at(-1);
  return first && Math.round((now.getTime() - first.updatedAt.getTime()) / 1000);
}
