import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Config } from '../../../lib/config/config.ts';
import { readOutputs } from '../../connect/deployment.ts';
import { clientSettings } from '../../shared/client-settings.ts';
import { keptAppKey } from '../../shared/github-app/app-secret.ts';
import { deployedNames } from '../../verify/observe/aws.ts';
import { awsAccess } from '../../verify/observe/aws-access.ts';

/** The key of the config's App, read with the build's own role. @returns PEM @throws CommandError when AWS does not give it */
export async function appKeyOf({ name, region }: Config): Promise<string> {
  return await keptAppKey(new SecretsManagerClient(clientSettings(region)), region, name);
}

/** Where readers find the blog, read by the lookup role. @throws CommandError when AWS does not say */
export async function blogUrlOf(config: Config): Promise<string> {
  const { region, lookup } = await awsAccess(config);
  const { stack, output } = deployedNames(config).blog;
  const stacks = new CloudFormationClient(clientSettings(region, lookup));
  return (await readOutputs({ region, stacks }, stack)).required(output);
}
