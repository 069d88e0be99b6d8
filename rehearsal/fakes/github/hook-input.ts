import type { Hook, HookConfig } from './hook.ts';

/** What a request may say about a hook. */
export type HookInput = Partial<Pick<Hook, 'active' | 'events' | 'config'>>;

/** GitHub refuses what a request says; the REST API answers 422 with this message. */
export class InvalidHook extends Error {
  override readonly name = 'InvalidHook';
}

/**
 * Reads the body of a request that creates or updates a hook. A `config` replaces the hook's whole config, so one
 * without a secret takes the secret away, as on GitHub.
 * @throws InvalidHook when a field has another type than GitHub's API takes
 */
export function readHookInput(body: unknown): HookInput {
  if (!isObject(body)) throw new InvalidHook('the body is not a JSON object');
  const { active, events, config } = body;
  if (active !== undefined && typeof active !== 'boolean') throw new InvalidHook('active is not a boolean');
  return {
    ...(active === undefined ? {} : { active }),
    ...(events === undefined ? {} : { events: readEvents(events) }),
    ...(config === undefined ? {} : { config: readConfig(config) }),
  };
}

function readEvents(events: unknown): string[] {
  if (!Array.isArray(events) || !events.every((event) => typeof event === 'string')) {
    throw new InvalidHook('events is not a list of names');
  }
  return events;
}

function readConfig(config: unknown): HookConfig {
  if (!isObject(config)) throw new InvalidHook('config is not an object');
  const { url, secret, content_type = 'form', insecure_ssl = '0' } = config;
  if (typeof url !== 'string' || !URL.canParse(url)) throw new InvalidHook('config.url is not a URL');
  if (secret !== undefined && typeof secret !== 'string') throw new InvalidHook('config.secret is not a string');
  return {
    url,
    content_type: content_type === 'json' ? 'json' : 'form',
    insecure_ssl: String(insecure_ssl) === '1' ? '1' : '0',
    ...(secret ? { secret } : {}),
  };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
