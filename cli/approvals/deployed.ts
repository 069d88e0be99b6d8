import type { Placed } from '../../lib/config/certificate-region.ts';
import type { Config } from '../../lib/config/config.ts';
import type { Stacks } from '../review/facts.ts';
import { clientSettings } from '../shared/client-settings.ts';
import { stackClients } from '../shared/stack-clients.ts';
import { lookupFailure } from '../standing/lookup-failure.ts';
import { standingStacks } from '../standing/standing.ts';
import { awsAccess } from '../verify/observe/aws-access.ts';
import { deployedTemplate } from './templates.ts';

/**
 * Those of the stacks that stand, with the templates that they were deployed from, read through CDK's lookup role. A stack
 * that never stood holds no data yet, so it counts as a new one.
 * @param synthesized by construct id
 * @throws CommandError when AWS cannot be asked
 */
export async function deployedTemplates(
  config: Pick<Config, 'name' | 'account'> & Placed,
  synthesized: Stacks,
): Promise<Stacks> {
  // By name, not by tag: a stack whose tags somebody took away is not a new one.
  const standing = (await standingStacks(config)).map(({ StackName = '' }) => StackName);
  const wanted = Object.entries(synthesized).filter(([, { name }]) => standing.includes(name));
  try {
    const { region, lookup } = await awsAccess(config);
    const client = stackClients(clientSettings(region, lookup));
    const read = wanted.map(async ([id, { name }]) => [
      id,
      { name, template: await deployedTemplate(client(name), name) },
    ]);
    return Object.fromEntries(await Promise.all(read));
  } catch (error) {
    throw lookupFailure('the deployed templates cannot be read', config.region, error);
  }
}
