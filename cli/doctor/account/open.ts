import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { askAws } from '../../connect/aws-errors.ts';
import type { Account } from './account.ts';
import { clientSettings } from './ask.ts';
import { openEdge } from './edge.ts';
import { openNames } from './names.ts';
import { openNetwork } from './network.ts';
import { openQuotas } from './quotas.ts';
import { openSecrets } from './secrets.ts';
import { openStacks } from './stacks.ts';
import { openVersions } from './versions.ts';

/** The account of the environment's credentials, asked by AWS's own SDK. */
export function openAccount(region: string, settings = clientSettings(region)): Account {
  const sts = new STSClient(settings);
  return {
    region,
    caller: async () => {
      const { Account = '', Arn = '' } = await askAws(
        'asking who the caller is',
        region,
        sts.send(new GetCallerIdentityCommand({})),
      );
      return { account: Account, arn: Arn };
    },
    ...openStacks(settings),
    ...openNetwork(settings),
    ...openNames(settings),
    ...openEdge(settings),
    ...openQuotas(settings),
    ...openSecrets(settings),
    ...openVersions(settings),
  };
}
