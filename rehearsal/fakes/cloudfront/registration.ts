import { setTimeout as sleep } from 'node:timers/promises';
import type { TellTargets } from './target-groups.ts';
import { type ReadApi, readTargets, type Target, type Targets } from './targets.ts';

/** Milliseconds between two looks at the cluster. AWS takes seconds to register a pod; a rehearsal need not. */
const EVERY = 250;

/** Keeps the targets of the load balancer in step with the pods. */
export class Registration {
  readonly #stopped = new AbortController();
  #targets: Targets = new Map();

  /**
   * Looks until it is stopped. While the cluster does not answer, the last targets stay, as on AWS.
   * @param tell - gets the targets at every look
   * @param log - gets a line when the targets or the reason for not knowing them change
   */
  static start(read: ReadApi, tell: TellTargets, log: (line: string) => void): Registration {
    const registration = new Registration();
    void registration.#follow(read, tell, log);
    return registration;
  }

  /** The targets of a target group, now. */
  of(targetGroupArn: string): readonly Target[] {
    return this.#targets.get(targetGroupArn) ?? [];
  }

  stop(): void {
    this.#stopped.abort();
  }

  async #follow(read: ReadApi, tell: TellTargets, log: (line: string) => void): Promise<void> {
    const { signal } = this.#stopped;
    let told = '';
    while (!signal.aborted) {
      let line: string;
      try {
        this.#targets = await readTargets(read);
        await tell(this.#targets);
        line = `targets: ${JSON.stringify([...this.#targets])}`;
      } catch (error) {
        line = `targets unknown: ${error instanceof Error ? error.message : String(error)}`;
      }
      if (line !== told) log(line);
      told = line;
      await sleep(EVERY, undefined, { signal }).catch(() => undefined);
    }
  }
}
