import type { PhaseRecord } from './phases.ts';

/** How an execution can end, in CodePipeline's words; in QUEUED mode none is superseded. */
export type End = 'Succeeded' | 'Failed' | 'Cancelled';

/** One run of the pipeline, as its runner saw it. */
export interface Execution {
  /** A UUID. */
  readonly id: string;
  /** `InProgress` covers waiting in the queue. */
  readonly status: 'InProgress' | End;
  /** Undefined until the source action has run. */
  readonly commit: string | undefined;
  /** Why it did not succeed, in AWS's words where it has any. */
  readonly reason: string | undefined;
  /** Milliseconds since 1970. */
  readonly started: number;
  readonly updated: number;
  /** What the build printed; undefined before there is a build. */
  readonly log: string | undefined;
  readonly phases: readonly PhaseRecord[];
  /** What was not done as on AWS. */
  readonly notes: readonly string[];
}
