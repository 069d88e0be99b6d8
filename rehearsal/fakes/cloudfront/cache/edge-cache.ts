import type { OutgoingHttpHeaders } from 'node:http';
import { conditionsOf } from './conditions.ts';
import { type ErrorTimes, errorLifetime, errorPause } from './errors.ts';
import { type Lifetime, lifetime } from './lifetime.ts';
import type { TimesToLive } from './policy.ts';
import { type Answer, type Kept, Store } from './store.ts';

/** What the distribution says about keeping answers. */
interface Rules {
  readonly ttl: TimesToLive;
  readonly errors: ErrorTimes;
}

/** Asks the origin for the object, whole; resolves to an error of CloudFront's own when there is no answer. */
export type AskOrigin = (conditions: OutgoingHttpHeaders) => Promise<Answer>;

/** How an answer came about, in the words of `X-Cache`. */
type Found = 'Hit' | 'RefreshHit' | 'Miss' | 'Error';

/** An answer, and how it came about. */
export interface Served {
  readonly answer: Answer;
  readonly found: Found;
  /** Seconds since the origin sent or confirmed it; undefined for an answer that came just now. */
  readonly age?: number;
}

/** The cache of one edge location. */
export class EdgeCache {
  readonly #store = new Store();
  readonly #asking = new Map<string, Promise<Served>>();
  readonly #now: () => number;

  /** @param now milliseconds since the epoch */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Serves an object from the cache as long as the rules let it, and asks the origin otherwise. */
  async get(key: string, rules: Rules, ask: AskOrigin): Promise<Served> {
    const kept = this.#store.get(key);
    if (!kept) return await this.#together(key, rules, ask);
    const expired = this.#expiredFor(kept);
    if (expired < 0 || this.#now() < (kept.askedAgain ?? 0)) return this.#hit(kept);
    const asked = this.#together(key, rules, ask);
    return expired < kept.lifetime.whileRevalidating ? this.#hit(kept) : await asked;
  }

  /** Removes what the paths of an invalidation name. */
  invalidate(paths: readonly string[]): void {
    for (const path of paths) this.#store.invalidate(path);
  }

  /**
   * Asks once for all that want the same object at the same time. Who waited gets that answer if it may be kept, and asks
   * for itself if not: it may have been meant for one reader.
   * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#request-custom-traffic-spikes
   */
  async #together(key: string, rules: Rules, ask: AskOrigin): Promise<Served> {
    const other = this.#asking.get(key);
    if (other) {
      await other;
      const kept = this.#store.get(key);
      return kept ? this.#hit(kept) : await this.#refresh(key, rules, ask);
    }
    const own = this.#refresh(key, rules, ask).finally(() => this.#asking.delete(key));
    this.#asking.set(key, own);
    return await own;
  }

  async #refresh(key: string, rules: Rules, ask: AskOrigin): Promise<Served> {
    const kept = this.#store.get(key);
    const answer = await ask(kept ? conditionsOf(kept.headers) : {});
    if (kept && answer.status === 304) return this.#confirm(key, kept, answer, rules);
    if (kept && answer.status >= 500 && kept.status < 400 && this.#expiredFor(kept) < kept.lifetime.onError)
      return this.#pause(key, kept, answer, rules);
    const found = answer.status >= 400 ? 'Error' : 'Miss';
    const allowed = this.#lifetime(answer, rules);
    if (allowed) this.#store.keep(key, { ...answer, since: this.#now(), lifetime: allowed });
    else this.#store.drop(key);
    return { answer, found };
  }

  /** The origin has nothing newer: the object is new again, with the headers of the confirmation. */
  #confirm(key: string, kept: Kept, { headers }: Answer, rules: Rules): Served {
    const answer: Answer = { ...kept, headers: { ...kept.headers, ...headers } };
    const allowed = this.#lifetime(answer, rules);
    if (allowed) {
      const { status, headers: merged, body } = answer;
      this.#store.keep(key, { status, headers: merged, body, since: this.#now(), lifetime: allowed });
    } else this.#store.drop(key);
    return { answer, found: 'RefreshHit' };
  }

  /** The origin fails: what has expired is served, and the origin left alone for a while. */
  #pause(key: string, kept: Kept, { status, reason }: Answer, rules: Rules): Served {
    const askedAgain = this.#now() + errorPause(status, rules.errors) * 1000;
    const expired = { ...kept, askedAgain, reason: `expired, but ${reason ?? `the origin answered ${status}`}` };
    this.#store.keep(key, expired);
    return this.#hit(expired);
  }

  /** Seconds since it has expired; below zero while it is fresh. */
  #expiredFor({ since, lifetime: { fresh } }: Kept): number {
    return (this.#now() - since) / 1000 - fresh;
  }

  #lifetime({ status, headers, reason }: Answer, { ttl, errors }: Rules): Lifetime | undefined {
    if (status < 400 && reason === undefined) return status === 304 ? undefined : lifetime(headers, ttl, this.#now());
    const fresh = errorLifetime(status, headers, errors);
    return fresh === undefined ? undefined : { fresh, whileRevalidating: 0, onError: 0 };
  }

  #hit(kept: Kept): Served {
    const age = Math.floor((this.#now() - kept.since) / 1000);
    return { answer: kept, found: kept.status >= 400 ? 'Error' : 'Hit', age };
  }
}
