import type { Config } from './config.ts';

/** True unless the config turns protection off with a reason. */
export function isProtected(config: Pick<Config, 'protection'>): boolean {
  return config.protection === 'on';
}
