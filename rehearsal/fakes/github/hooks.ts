import { type Hook, type LastResponse, UNUSED } from './hook.ts';
import { type HookInput, InvalidHook } from './hook-input.ts';

/** The webhooks of one repository. */
export class Hooks {
  readonly #hooks = new Map<number, Hook>();
  #lastId = 0;

  list(): readonly Hook[] {
    return [...this.#hooks.values()];
  }

  get(id: number): Hook | undefined {
    return this.#hooks.get(id);
  }

  /** @throws InvalidHook without a URL, or when the address has a hook for the same events already */
  create({ active = true, events = ['push'], config }: HookInput): Hook {
    if (!config) throw new InvalidHook('config.url is missing');
    if (this.list().some((other) => other.config.url === config.url && sameEvents(other.events, events))) {
      throw new InvalidHook('Hook already exists on this repository');
    }
    this.#lastId += 1;
    const now = new Date().toISOString();
    const times = { created_at: now, updated_at: now, last_response: UNUSED };
    return this.#keep({ id: this.#lastId, active, events, config, ...times });
  }

  /** Changes what the input names; undefined when there is no such hook. */
  update(id: number, input: HookInput): Hook | undefined {
    const hook = this.get(id);
    return hook && this.#keep({ ...hook, ...input, updated_at: new Date().toISOString() });
  }

  /** False when there is no such hook. */
  delete(id: number): boolean {
    return this.#hooks.delete(id);
  }

  /** Notes what a hook's address answered; the hook may have been deleted meanwhile. */
  note(id: number, last_response: LastResponse): void {
    const hook = this.get(id);
    if (hook) this.#keep({ ...hook, last_response });
  }

  #keep(hook: Hook): Hook {
    this.#hooks.set(hook.id, hook);
    return hook;
  }
}

const sameEvents = (one: readonly string[], other: readonly string[]): boolean =>
  [...one].sort().join() === [...other].sort().join();
