import { setTimeout as sleep } from 'node:timers/promises';
import type { Balancer } from './balancer.ts';
import type { TellTargets } from './target-groups.ts';
import { type ReadApi, readTargets, type Targets } from './targets.ts';

/** Milliseconds between two looks at the cluster. */
const EVERY = 250;

/** Keeps the targets of the load balancer in step with the pods. */
export class Registration {
  readonly #stopped = new AbortController();

  /**
   * Looks until it is stopped. While the cluster does not answer, the last targets stay, as on AWS.
   * @param tell - gets the healthy targets at every look
   * @param log - gets a line when the targets, their health or the reason for not knowing them change
   */
  static start(read: ReadApi, balancer: Balancer, tell: TellTargets, log: (line: string) => void): Registration {
    const registration = new Registration();
    void registration.#follow(read, balancer, tell, log);
    return registration;
  }

  stop(): void {
    this.#stopped.abort();
  }

  async #follow(read: ReadApi, balancer: Balancer, tell: TellTargets, log: (line: string) => void): Promise<void> {
    const { signal } = this.#stopped;
    let [told, targets]: [string, Targets] = ['', new Map()];
    while (!signal.aborted) {
      let line = '';
      try {
        targets = await readTargets(read);
        await tell(balancer.healthy);
      } catch (error) {
        line = `targets unknown: ${error instanceof Error ? error.message : String(error)}`;
      }
      balancer.look(targets, Date.now());
      line ||= `targets: ${balancer}`;
      if (line !== told) log(line);
      told = line;
      await sleep(EVERY, undefined, { signal }).catch(() => undefined);
    }
  }
}
