import type { Config } from '../../lib/config/config.ts';
import { CommandError } from './command-error.ts';

/**
 * Keeps a command that changes an account out of any but the config's.
 * @param caller the account of the credentials in use
 * @throws CommandError with exit code 1 when the config names another one
 */
export function requireOwnAccount({ account }: Pick<Config, 'account'>, caller: string): void {
  if (account === undefined || caller === account) return;
  throw new CommandError(`You are signed in to account ${caller}, and onemerge.config.ts names ${account}`, {
    help: 'set AWS_PROFILE to a profile of that account, or correct `account` in onemerge.config.ts',
    exitCode: 1,
  });
}
