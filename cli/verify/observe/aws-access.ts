import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { bootstrapNames } from '../../../lib/bootstrap/names.ts';
import type { Config } from '../../../lib/config/config.ts';
import { readCaller } from '../../shared/caller.ts';
import { clientSettings } from '../../shared/client-settings.ts';
import { ownCredentials } from '../../shared/own-credentials.ts';
import { Unreadable } from './unreadable.ts';

type Credentials = ReturnType<typeof ownCredentials>;

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
  const own = ownCredentials(clientSettings(region));
  const caller = await readCaller(clientSettings(region, own));
  const [, partition = 'aws'] = caller.arn.split(':');
  if (account !== undefined && caller.account !== account) {
    throw new Unreadable(`you are signed in to account ${caller.account}, and the config names ${account}`, {
      help: 'set AWS_PROFILE to a profile of that account',
      finalAfterSeconds: 0,
    });
  }
  const role = `cdk-${bootstrapNames(config).qualifier}-lookup-role-${caller.account}-${region}`;
  const lookup = fromTemporaryCredentials({
    masterCredentials: own,
    params: { RoleArn: `arn:${partition}:iam::${caller.account}:role/${role}`, RoleSessionName: 'onemerge-verify' },
    clientConfig: clientSettings(region),
  });
  return { region, own, lookup };
}
