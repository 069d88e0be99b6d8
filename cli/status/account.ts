import type { Config } from '../../lib/config/config.ts';
import type { Account } from '../doctor/account/account.ts';
import { openAccountOf } from '../doctor/account/open.ts';
import { clientSettings } from '../shared/client-settings.ts';
import { CommandError } from '../shared/command-error.ts';
import { isRead } from '../verify/facts.ts';
import { awsAccess } from '../verify/observe/aws-access.ts';
import { reading } from '../verify/observe/reading.ts';

/**
 * The account as the CDK's lookup role sees it, which may read everything: so whoever may ask for a verdict may ask for this.
 * @returns what opens it anew, because stacks are asked once
 * @throws CommandError with exit code 2 when nobody is signed in, or to another account
 */
export async function lookedUp(config: Config): Promise<() => Account> {
  const access = await reading(() => awsAccess(config));
  if (!isRead(access)) throw new CommandError(access.error, { help: access.help, exitCode: 2 });
  const settings = { ...clientSettings(config.region), credentials: access.value.lookup };
  return () => openAccountOf(config, settings);
}
