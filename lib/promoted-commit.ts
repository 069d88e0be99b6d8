import type { Config } from './config/config.ts';
import { ConfigError } from './config/config-error.ts';
import { isPromotedTo } from './config/environment.ts';

/**
 * The commit that Flux is to follow in an environment to which commits are promoted; undefined where it follows the branch.
 * @param context the context value `commit`: a full hash
 * @throws ConfigError when one is needed and none is given: without it Flux would follow the branch
 */
export function promotedCommit(config: Config, context: unknown): string | undefined {
  if (!isPromotedTo(config)) return undefined;
  if (typeof context === 'string' && /^[0-9a-f]{40}$/.test(context)) return context;
  const { name, after } = config.environment ?? {};
  const found = context === undefined ? 'which commit is meant is not said' : 'the commit is no full hash';
  throw new ConfigError([`${name} comes after ${after}, and ${found}: add --context commit=$(git rev-parse HEAD)`]);
}
