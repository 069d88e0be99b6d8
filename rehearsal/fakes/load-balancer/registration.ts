import { setTimeout as sleep } from 'node:timers/promises';
import type { Balancer } from './balancer.ts';
import type { TellTargets } from './target-groups.ts';
import { type ReadApi, readTargets, type Targets } from './targets.ts';

/** Milliseconds between two looks at the cluster. */
const EVERY = 250;

/** Milliseconds between two questions for a target group that nobody knows: each reads a whole stack. */
const LEARN_EVERY = 2000;

/** What goes out of the looks at the cluster. */
export interface Followers {
  /** Gets the healthy targets at every look. */
  readonly tell: TellTargets;
  /** Gets a line when the targets, their health or the reason for not knowing them change. */
  readonly log: (line: string) => void;
  /** Configures the load balancer anew, when a binding names a target group that it does not have: one was deployed since. */
  readonly learn?: () => Promise<void>;
}

/** Keeps the targets of the load balancer in step with the pods. */
export class Registration {
  readonly #stopped = new AbortController();

  /** Looks until it is stopped. While the cluster does not answer, the last targets stay, as on AWS. */
  static start(read: ReadApi, balancer: Balancer, followers: Followers): Registration {
    const registration = new Registration();
    void registration.#follow(read, balancer, followers);
    return registration;
  }

  stop(): void {
    this.#stopped.abort();
  }

  async #follow(read: ReadApi, balancer: Balancer, { tell, log, learn }: Followers): Promise<void> {
    const { signal } = this.#stopped;
    let [told, targets]: [string, Targets] = ['', new Map()];
    let learnAt = 0;
    while (!signal.aborted) {
      let line = '';
      try {
        targets = await readTargets(read);
        const unknown = [...targets.keys()].some((arn) => !balancer.has(arn));
        if (unknown && Date.now() >= learnAt) {
          learnAt = Date.now() + LEARN_EVERY;
          await learn?.();
        }
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
