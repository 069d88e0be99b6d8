import assert from 'node:assert/strict';
import { ConfigError } from '../../lib/config/config-error.ts';
import { parseConfig } from '../../lib/config/parse.ts';
import { configInput } from './fixtures.ts';

/** The lines of the error that a config gives; none when it is accepted. */
export function complaints(input: unknown): string[] {
  try {
    parseConfig(input);
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError, `expected a ConfigError, got ${error}`);
    return error.message.split('\n');
  }
}

/** The fixture with one field, given by its path, replaced; `undefined` deletes it. */
export function withField(path: string, value: unknown): unknown {
  const config = structuredClone(configInput()) as unknown as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const parent = keys.reduce((at, key) => {
    at[key] ??= {};
    return at[key] as Record<string, unknown>;
  }, config);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return config;
}
