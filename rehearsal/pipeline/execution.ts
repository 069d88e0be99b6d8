import type { PhaseRecord } from './phases.ts';

/** CodePipeline's words. `InProgress` covers waiting in the queue; in QUEUED mode nothing is superseded. */
export type ExecutionStatus = 'InProgress' | 'Succeeded' | 'Failed' | 'Cancelled' | 'Stopped';

/** What started an execution. */
export type Trigger = 'CreatePipeline' | 'StartPipelineExecution' | 'WebhookV2';

/** One run of the pipeline. */
export interface Execution {
  /** A UUID. */
  readonly id: string;
  readonly trigger: Trigger;
  readonly status: ExecutionStatus;
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

/** The execution as CodePipeline's ListPipelineExecutions shows it; times in seconds since 1970. */
export function executionSummary(execution: Execution): Readonly<Record<string, unknown>> {
  const { id, status, commit, trigger, started, updated } = execution;
  return {
    pipelineExecutionId: id,
    status,
    startTime: started / 1000,
    lastUpdateTime: updated / 1000,
    sourceRevisions: commit ? [{ actionName: 'GitHub', revisionId: commit }] : [],
    trigger: { triggerType: trigger },
    executionMode: 'QUEUED',
    executionType: 'STANDARD',
  };
}
