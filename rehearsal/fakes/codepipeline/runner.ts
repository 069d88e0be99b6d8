import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '../../shared/process/wait.ts';
import type { BuildOutcome } from './build.ts';
import type { PipelineDefinition } from './definition.ts';
import type { End, Execution } from './execution.ts';
import type { Ledger, StartedExecution } from './ledger.ts';
import { fillIn } from './pipeline-variables.ts';

/** What the runner does not know itself. */
export interface PipelineParts {
  /** The pipeline as it is deployed now. @throws when there is none, or it is not emulated. */
  readonly definition: () => Promise<PipelineDefinition>;
  /** Whether a person has finished the connection's handshake. */
  readonly connected: (connection: string) => Promise<boolean>;
  /** The commit at the head of a branch now. */
  readonly head: (repository: string, branch: string) => Promise<string>;
  readonly ledger: Ledger;
  /** Runs the build action. `started` is told where its log is. */
  readonly build: (order: {
    readonly definition: PipelineDefinition;
    readonly executionId: string;
    readonly commit: string;
    /** What the pipeline adds to the environment of its project. */
    readonly variables: Readonly<Record<string, string>>;
    readonly started: (log: string) => void;
  }) => Promise<BuildOutcome>;
}

const NOT_CONNECTED =
  'Unable to use Connection: the connection is not available. Its handshake is finished once, by a person, in the console';
const CHANGED = "The pipeline's definition was updated before the execution ended";

/** Milliseconds between two looks for executions that clients of AWS started, or whether a person has answered. */
const EVERY = 500;

/**
 * A fake of CodePipeline in QUEUED mode: executions wait for each other and each judges its own commit. An execution
 * whose build changes the pipeline ends as Cancelled, and the changed pipeline runs again if it says so. Where a person is
 * asked, the source of an execution is read while those before it wait: on AWS each stage has its own queue. Not emulated:
 * stopping, retrying and rolling back an execution.
 */
export class PipelineRunner {
  readonly #parts: PipelineParts;
  readonly #executions = new Map<string, Execution>();
  /** Ids of executions of other pipelines, which other runners run. */
  readonly #others = new Set<string>();
  #queue: Promise<unknown> = Promise.resolve();
  #sources: Promise<unknown> = Promise.resolve();
  /** Starts and looks take turns, so that no look meets an execution whose commit is not noted yet. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: PipelineParts) {
    this.#parts = parts;
  }

  /** All executions, the newest first. */
  get executions(): readonly Execution[] {
    return [...this.#executions.values()].toReversed();
  }

  /** Runs what clients of AWS start, until the signal. If the AWS emulator does not answer, it is asked again. */
  async follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.look().catch(() => undefined);
      await sleep(EVERY, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Queues the executions of this pipeline that clients of AWS have started. */
  look(): Promise<void> {
    return this.#inTurn(async () => {
      const running = await this.#parts.ledger.inProgress();
      const found = running.filter(({ id }) => !this.#executions.has(id) && !this.#others.has(id));
      if (found.length === 0) return; // most looks: AWS is not asked for the definition
      const { name } = await this.#parts.definition();
      for (const execution of found) {
        if (execution.pipeline === name) this.#enqueue(execution);
        else this.#others.add(execution.id);
      }
    });
  }

  /**
   * A push to the repository, as GitHub tells it.
   * @returns the id of the execution that it starts; undefined when it is not the pipeline's branch, its source detects no
   * changes, or AWS hears of no push because the handshake is not done
   */
  async push(repository: string, branch: string, commit: string): Promise<string | undefined> {
    const definition = await this.#parts.definition();
    if (definition.repository !== repository || definition.branch !== branch) return undefined;
    if (!definition.detectsChanges) return undefined;
    if (!(await this.#parts.connected(definition.connection))) return undefined;
    return await this.#start(definition.name, commit);
  }

  /** Starts an execution of the branch's head, as AWS does when it has made or changed the pipeline. Returns its id. */
  async start(): Promise<string> {
    return await this.#start((await this.#parts.definition()).name, undefined);
  }

  /** Waits until the latest execution that fits has ended. @throws WaitError when none has after `seconds`. */
  async ended(fits: { readonly id?: string; readonly commit?: string }, seconds: number): Promise<Execution> {
    const look = async () => {
      const found = this.executions.find(
        ({ id, commit }) => id === (fits.id ?? id) && commit === (fits.commit ?? commit),
      );
      return found && found.status !== 'InProgress' ? found : undefined;
    };
    return await waitFor(`the execution of ${fits.commit ?? fits.id} ends`, look, { seconds, every: 50 });
  }

  #start(pipeline: string, commit: string | undefined): Promise<string> {
    return this.#inTurn(async () => {
      const started = await this.#parts.ledger.start(pipeline);
      this.#enqueue({ ...started, commit });
      return started.id;
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  #enqueue(execution: StartedExecution): void {
    const { id } = execution;
    const now = Date.now();
    const waiting = { status: 'InProgress', commit: undefined, reason: undefined, log: undefined } as const;
    this.#executions.set(id, { id, ...waiting, phases: [], notes: [], started: now, updated: now });
    const source = this.#sourceAhead(execution);
    this.#queue = this.#queue.then(() => this.#run(execution, source));
  }

  /** Reads the source at once where a person is asked: who waits in the queue behind is known by its commit. */
  async #sourceAhead(execution: StartedExecution): Promise<string | undefined> {
    const turn = this.#sources.then(async () => {
      const definition = await this.#parts.definition();
      return definition.asks ? await this.#source(definition, execution) : undefined;
    });
    // What fails here fails again in the execution's own turn, and is told there.
    const source = turn.catch(() => undefined);
    this.#sources = source;
    return await source;
  }

  /** @throws when the connection is not available, or AWS is not told */
  async #source(definition: PipelineDefinition, { id, commit: asked }: StartedExecution): Promise<string> {
    const { connected, head, ledger } = this.#parts;
    if (!(await connected(definition.connection))) throw new Error(`Source: ${NOT_CONNECTED}`);
    const commit = asked ?? (await head(definition.repository, definition.branch));
    this.#change(id, { commit });
    await ledger.source(id, commit);
    return commit;
  }

  /** Waits until a person has answered. @returns why it was not approved; undefined when it was */
  async #unapproved(id: string): Promise<string | undefined> {
    for (;;) {
      const { status, summary } = await this.#parts.ledger.approval(id);
      if (status === 'Succeeded') return undefined;
      if (status === 'Failed') return `Approval: ${summary}`;
      await sleep(EVERY, undefined, { ref: false });
    }
  }

  async #run(execution: StartedExecution, source: Promise<string | undefined>): Promise<void> {
    const { id } = execution;
    let result: Partial<Execution> & { readonly status: End };
    try {
      result = await this.#judge(execution, await source);
    } catch (error) {
      result = { status: 'Failed', reason: error instanceof Error ? error.message : String(error) };
    }
    try {
      await this.#parts.ledger.end(id, result.status);
    } catch (error) {
      result = { ...result, notes: [...(result.notes ?? []), `AWS was not told how it ended: ${error}`] };
    }
    this.#change(id, result);
  }

  /** Looks who signed the commit. @returns how the execution ends; undefined when it goes on */
  async #unsigned(
    definition: PipelineDefinition,
    id: string,
    commit: string,
  ): Promise<(BuildOutcome & { readonly status: End }) | undefined> {
    const { signature } = definition;
    if (signature === undefined) return undefined;
    const started = (log: string) => this.#change(id, { log });
    const looking = { definition: { ...definition, project: signature }, executionId: `${id}-signature` };
    const outcome = await this.#parts.build({ ...looking, commit, variables: {}, started });
    if (outcome.reason === undefined) return undefined;
    return { ...outcome, status: 'Failed', reason: `Signature: ${outcome.reason}` };
  }

  async #judge(
    execution: StartedExecution,
    known: string | undefined,
  ): Promise<Partial<Execution> & { readonly status: End }> {
    const { definition: read, build } = this.#parts;
    const { id, ...asked } = execution;
    const definition = await read();
    const commit = known ?? (await this.#source(definition, execution));
    const unsigned = await this.#unsigned(definition, id, commit);
    if (unsigned !== undefined) return unsigned;
    const unapproved = definition.asks ? await this.#unapproved(id) : undefined;
    if (unapproved !== undefined) return { status: 'Failed', reason: unapproved };
    const started = (log: string) => this.#change(id, { log });
    const variables = fillIn(definition.buildVariables, asked.variables);
    const outcome = await build({ definition, executionId: id, commit, variables, started });
    const after = await read().catch(() => undefined); // the build may have removed it
    if (!after || after.version === definition.version) {
      return { ...outcome, status: outcome.reason ? 'Failed' : 'Succeeded' };
    }
    if (after.restartOnUpdate) await this.#start(after.name, undefined);
    return { ...outcome, status: 'Cancelled', reason: outcome.reason ?? CHANGED };
  }

  #change(id: string, changes: Partial<Execution>): void {
    const execution = this.#executions.get(id);
    if (execution) this.#executions.set(id, { ...execution, ...changes, updated: Date.now() });
  }
}
