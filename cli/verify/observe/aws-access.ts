import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { bootstrapNames } from '../../../lib/bootstrap/names.ts';
import type { Config } from '../../../lib/config/config.ts';
import { requireAws } from '../../shared/aws-words.ts';
import { Unreadable } from './unreadable.ts';

type Credentials = ReturnType<typeof fromNodeProviderChain>;

/** Whose credentials are used for what. */
export interface AwsAccess {
  readonly region: string;
  /** The caller's own: the cluster knows the build by its role. */
  readonly own: Credentials;
  /** Those of CDK's lookup role, which reads and does nothing else. */
  readonly lookup: Credentials;
}

/**
 * Finds out who the caller is, and takes CDK's lookup role in that account. The SDK's own settings apply: profiles,
 * the environment, AWS_ENDPOINT_URL.
 * @param config `account` is the one that it names, if it does
 * @throws Unreadable when the caller is signed in to another account
 */
export async function awsAccess(config: Pick<Config, 'name' | 'region' | 'account'>): Promise<AwsAccess> {
  const { region, account } = config;
  const own = fromNodeProviderChain({ clientConfig: { region } });
  const sts = new STSClient({ region, credentials: own });
  const caller = await sts.send(new GetCallerIdentityCommand({}));
  requireAws(caller.Account, 'account');
  const partition = caller.Arn?.split(':')[1] ?? 'aws';
  if (account !== undefined && caller.Account !== account) {
    throw new Unreadable(`you are signed in to account ${caller.Account}, and the config names ${account}`, {
      help: 'set AWS_PROFILE to a profile of that account',
      finalAfterSeconds: 0,
    });
  }
  const role = `cdk-${bootstrapNames(config).qualifier}-lookup-role-${caller.Account}-${region}`;
  const lookup = fromTemporaryCredentials({
    masterCredentials: own,
    params: { RoleArn: `arn:${partition}:iam::${caller.Account}:role/${role}`, RoleSessionName: 'onemerge-verify' },
    clientConfig: { region },
  });
  return { region, own, lookup };
}
