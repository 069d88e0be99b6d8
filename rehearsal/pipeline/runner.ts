import { randomUUID } from 'node:crypto';
import { WaitError } from '../errors.ts';
import { waitFor } from '../process/wait.ts';
import type { BuildOutcome } from './build.ts';
import type { PipelineDefinition } from './definition.ts';
import type { Execution, Trigger } from './execution.ts';

/** What the runner does not know itself. */
export interface PipelineParts {
  /** The pipeline as it is deployed now. @throws when there is none, or it is not played. */
  readonly definition: () => Promise<PipelineDefinition>;
  /** Whether a person has finished the connection's handshake. */
  readonly connected: (connection: string) => Promise<boolean>;
  /** The commit at the head of a branch now. */
  readonly head: (repository: string, branch: string) => Promise<string>;
  /** Runs the build action. `started` is told where its log is. */
  readonly build: (order: {
    readonly definition: PipelineDefinition;
    readonly executionId: string;
    readonly commit: string;
    readonly started: (log: string) => void;
  }) => Promise<BuildOutcome>;
}

const NOT_CONNECTED =
  'Unable to use Connection: the connection is not available. Its handshake is finished once, by a person, in the console';

/**
 * STAND-IN for CodePipeline in QUEUED mode: executions wait for each other and each judges its own commit. An execution
 * whose build changes the pipeline ends as Cancelled, and the changed pipeline runs again if it says so. Not played:
 * stopping, retrying and rolling back an execution.
 */
export class PipelineRunner {
  readonly #parts: PipelineParts;
  readonly #executions: Execution[] = [];
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: PipelineParts) {
    this.#parts = parts;
  }

  /** All executions, the newest first. */
  get executions(): readonly Execution[] {
    return this.#executions.toReversed();
  }

  /** A push to the repository, as GitHub tells it: starts an execution if it is the pipeline's branch. */
  async push(repository: string, branch: string, commit: string): Promise<string | undefined> {
    const definition = await this.#parts.definition();
    if (definition.repository !== repository || definition.branch !== branch) return undefined;
    // Without the handshake, AWS hears of no push.
    if (!(await this.#parts.connected(definition.connection))) return undefined;
    return this.start('WebhookV2', commit);
  }

  /** Starts an execution, of the branch's head unless a commit is given. Returns its id. */
  start(trigger: Trigger, commit?: string): string {
    const id = randomUUID();
    const now = Date.now();
    const waiting = { status: 'InProgress', reason: undefined, log: undefined, phases: [], notes: [] } as const;
    this.#executions.push({ ...waiting, id, trigger, commit: undefined, started: now, updated: now });
    this.#last = this.#last.then(() => this.#run(id, commit));
    return id;
  }

  /** Waits until an execution has ended. @throws WaitError when it has not after `seconds`. */
  async ended(id: string, seconds: number): Promise<Execution> {
    const look = async () => {
      const execution = this.#find(id);
      return execution.status === 'InProgress' ? undefined : execution;
    };
    return await waitFor(`the execution ${id} of the pipeline ends`, look, { seconds, every: 50 });
  }

  async #run(id: string, given: string | undefined): Promise<void> {
    try {
      const definition = await this.#parts.definition();
      if (!(await this.#parts.connected(definition.connection))) {
        this.#change(id, { status: 'Failed', reason: `Source: ${NOT_CONNECTED}` });
        return;
      }
      const commit = given ?? (await this.#parts.head(definition.repository, definition.branch));
      this.#change(id, { commit });
      const started = (log: string) => this.#change(id, { log });
      const outcome = await this.#parts.build({ definition, executionId: id, commit, started });
      const { reason } = outcome;
      this.#change(id, { ...outcome, ...(await this.#fate(definition, reason)) });
    } catch (error) {
      this.#change(id, { status: 'Failed', reason: error instanceof Error ? error.message : String(error) });
    }
  }

  /** How an execution whose build has ended ends itself, now that the pipeline may be another. */
  async #fate(before: PipelineDefinition, reason: string | undefined): Promise<Partial<Execution>> {
    const after = await this.#parts.definition().catch(() => undefined);
    if (!after || after.version === before.version) return { status: reason ? 'Failed' : 'Succeeded' };
    if (after.restartOnUpdate) this.start('StartPipelineExecution');
    return {
      status: 'Cancelled',
      reason: reason ?? "The pipeline's definition was updated before the execution ended",
    };
  }

  #change(id: string, changes: Partial<Execution>): void {
    const index = this.#executions.findIndex((execution) => execution.id === id);
    this.#executions[index] = { ...this.#find(id), ...changes, updated: Date.now() };
  }

  #find(id: string): Execution {
    const found = this.#executions.find((execution) => execution.id === id);
    if (!found) throw new WaitError(`the pipeline has no execution ${id}`, { help: 'start one' });
    return found;
  }
}
