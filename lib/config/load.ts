import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { types } from 'node:util';
import type { Config } from './config.ts';
import { ConfigError } from './config-error.ts';
import { contained } from './contained.ts';
import { parseConfig, parseInstallations } from './parse.ts';
import { sourceFault } from './source-fault.ts';

const FILE = new URL('../../onemerge.config.ts', import.meta.url);

/** A config is plain values. One that waits for something gets this long, in seconds. */
const TIMEOUT_SECONDS = 30;

/**
 * Reads `onemerge.config.ts` and checks it.
 * @param environment which of its environments is meant, for a config that has any
 * @param file another config, for tests
 * @param seconds how long its top level may wait
 * @throws ConfigError on one line with file, line and column when it is missing, does not parse, throws or never ends; with every problem
 *   of its fields otherwise
 */
export async function loadConfig(environment?: string, file = FILE, seconds = TIMEOUT_SECONDS): Promise<Config> {
  const { value } = await defaultExport(file, seconds);
  return parseConfig(value, environment);
}

/**
 * The same for every environment, in their order; one config where there are none.
 * @throws ConfigError as `loadConfig`
 */
export async function loadInstallations(): Promise<readonly [Config, ...Config[]]> {
  const { value } = await defaultExport(FILE, TIMEOUT_SECONDS);
  return parseInstallations(value);
}

/** Wrapped, because what waits for this function would wait for a promise in it, too, for ever perhaps. */
async function defaultExport(file: URL, seconds: number): Promise<{ readonly value: unknown }> {
  const ended = new AbortController();
  // The timer keeps the process alive: without it, Node.js would end at an await that nothing can end.
  const timer = setTimeout(seconds * 1000, LATE, { signal: ended.signal }).catch(() => LATE);
  try {
    const loaded = await contained(() => Promise.race([import(file.href), timer]));
    if (loaded === LATE) throw new ConfigError([late(seconds)]);
    const value: unknown = loaded.default;
    // It is refused as a promise, whatever becomes of it.
    if (types.isPromise(value)) value.catch(() => undefined);
    return { value };
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError([isMissing(error, file) ? MISSING : sourceFault(error, fileURLToPath(file))]);
  } finally {
    ended.abort();
  }
}

const LATE = Symbol('late');

const MISSING = 'onemerge.config.ts: the file is missing: git checkout HEAD -- onemerge.config.ts';

const late = (seconds: number) =>
  `onemerge.config.ts: an await at its top has not ended after ${seconds} s: write plain values`;

/** Nothing is there, or what is there is no file. */
const isMissing = (error: unknown, file: URL) => error instanceof Error && 'url' in error && error.url === file.href;
