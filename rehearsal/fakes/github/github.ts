import { randomUUID } from 'node:crypto';
import { FakeApp } from './app.ts';
import { type Delivery, type HookEvent, send } from './delivery.ts';
import { passwordOf } from './git-password.ts';
import type { RefChange } from './history.ts';
import type { Hook } from './hook.ts';
import { Hooks } from './hooks.ts';
import { pingPayload, pushPayload } from './payload.ts';
import type { Pull } from './pulls.ts';
import { Reports } from './reports.ts';
import type { HostedRepository } from './repository.ts';
import type { Signing } from './signature.ts';

export interface GitHubOptions {
  readonly repository: HostedRepository;
  /** Tokens that are accepted, each with its classic scopes, for example `{ 'a-token': ['admin:repo_hook'] }`. */
  readonly tokens: Readonly<Record<string, readonly string[]>>;
  /** Certificate authorities (PEM) that deliveries trust. @default those of the process */
  readonly ca?: string;
  /** How long an address may take to answer, in milliseconds. @default 10000, as on GitHub */
  readonly timeoutMs?: number;
  /** Hears of every delivery, in one line. */
  readonly log?: (line: string) => void;
}

/**
 * A fake GitHub: webhooks of one repository, the events of its pushes, and a record of every delivery.
 * `api.ts` answers the REST calls, `push-watch.ts` notices pushes.
 */
export class FakeGitHub {
  repository: HostedRepository;
  readonly tokens: GitHubOptions['tokens'];
  /** The App of the people who own the repository. */
  readonly app = new FakeApp();
  readonly hooks = new Hooks();
  /** Open pull requests, by number. */
  readonly pulls = new Map<number, Pull>();
  /** What an App said of how merges ended. */
  readonly reports = new Reports();
  /** How deliveries are signed from now on; anything but 'right' is a fault. */
  signing: Signing = 'right';
  readonly #options: GitHubOptions;
  readonly #deliveries: Delivery[] = [];
  readonly #listeners: ((change: RefChange) => void)[] = [];
  readonly #underWay = new Set<Promise<unknown>>();
  #lastId = 0;

  constructor(options: GitHubOptions) {
    this.repository = options.repository;
    this.tokens = options.tokens;
    this.#options = options;
  }

  /** Every delivery so far, the oldest first. */
  get deliveries(): readonly Delivery[] {
    return this.#deliveries;
  }

  /** From now on strangers see no repository. */
  makePrivate(): void {
    this.repository = { ...this.repository, private: true };
  }

  /**
   * What Git is answered about credentials: those of a person who may see private repositories, or of the App, which reads.
   * @param header the request's Authorization header
   * @returns undefined when it may pass
   */
  refuseGit(header: string | undefined, pushes: boolean): 401 | 403 | undefined {
    if (!this.repository.private) return undefined;
    const password = passwordOf(header);
    if (password !== undefined && this.tokens[password]?.includes('repo')) return undefined;
    if (password === undefined || !this.app.mayRead(password)) return 401;
    return pushes ? 403 : undefined;
  }

  /** Calls `listener` at every push, at the moment when its webhooks are sent; for whoever starts the pipeline. */
  onPush(listener: (change: RefChange) => void): void {
    this.#listeners.push(listener);
  }

  /** What a push sets off: listeners hear of it, and every active hook that wants pushes gets the event. */
  async push(change: RefChange): Promise<Delivery[]> {
    for (const listener of this.#listeners) listener(change);
    const hooks = this.hooks.list().filter(({ active, events }) => active && wants(events, 'push'));
    if (hooks.length === 0) return [];
    const payload = await this.#track(pushPayload(this.repository, change));
    const event: HookEvent = { name: 'push', guid: randomUUID(), payload };
    return await Promise.all(hooks.map((hook) => this.#deliver(hook, event, false)));
  }

  /** Sends a ping, as GitHub does when a hook is made. */
  async ping(hook: Hook): Promise<Delivery> {
    const event: HookEvent = { name: 'ping', guid: randomUUID(), payload: pingPayload(this.repository, hook) };
    return await this.#deliver(hook, event, false);
  }

  /** Sends an event again, body and guid unchanged; undefined when delivery or hook is not there (any more). */
  async redeliver(deliveryId: number): Promise<Delivery | undefined> {
    const delivery = this.#deliveries.find(({ id }) => id === deliveryId);
    const hook = delivery && this.hooks.get(delivery.hookId);
    return hook && (await this.#deliver(hook, delivery.event, true));
  }

  /** Resolves when nothing is under way any more. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  async #deliver(hook: Hook, event: HookEvent, redelivery: boolean): Promise<Delivery> {
    const deliveredAt = new Date().toISOString();
    const sent = await this.#track(send(hook, event, { ...this.#options, signing: this.signing }));
    this.#lastId += 1;
    const delivery = { id: this.#lastId, hookId: hook.id, event, redelivery, deliveredAt, ...sent };
    this.#deliveries.push(delivery);
    const { statusCode, status, seconds } = delivery.answer;
    const well = statusCode >= 200 && statusCode < 300;
    this.hooks.note(hook.id, { code: statusCode, status: well ? 'active' : 'failed', message: status });
    this.#options.log?.(`${event.name} ${event.guid} to hook ${hook.id}: ${statusCode} in ${seconds.toFixed(3)} s`);
    return delivery;
  }

  async #track<T>(work: Promise<T>): Promise<T> {
    this.#underWay.add(work);
    try {
      return await work;
    } finally {
      this.#underWay.delete(work);
    }
  }
}

const wants = (events: readonly string[], name: string): boolean => events.includes(name) || events.includes('*');
