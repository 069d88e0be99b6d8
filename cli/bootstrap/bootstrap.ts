import type { Config } from '../../lib/config/config.ts';
import { askAws } from '../shared/ask-aws.ts';
import { readCaller } from '../shared/caller.ts';
import type { RunCdk } from '../shared/cdk-command.ts';
import { clientSettings } from '../shared/client-settings.ts';
import { CommandError } from '../shared/command-error.ts';
import { requireOwnAccount } from '../shared/own-account.ts';
import type { Plan } from './plan.ts';

/**
 * The account of the credentials in use, which must be the config's.
 * @throws CommandError when AWS cannot be asked, or it is another account
 */
export async function accountToBootstrap(config: Pick<Config, 'region' | 'account'>): Promise<string> {
  const { region } = config;
  const { account } = await askAws('asking who the caller is', region, readCaller(clientSettings(region)));
  requireOwnAccount(config, account);
  return account;
}

/**
 * Carries a plan out. What stands already is brought up to date.
 * @throws CommandError when a command of the CDK fails; those before it have been done
 */
export async function carryOut({ commands, account, region }: Plan, cdk: RunCdk): Promise<void> {
  for (const words of commands) {
    if ((await cdk(words)) === 0) continue;
    throw new CommandError(`The CDK could not ${words[0]} in account ${account}, region ${region}`, {
      where: 'what the CDK printed above',
      help: 'mend what it names, with credentials that may administer IAM; then: npx onemerge bootstrap',
      exitCode: 1,
    });
  }
}
