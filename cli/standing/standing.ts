import { CloudFormationClient, paginateDescribeStacks, type Stack } from '@aws-sdk/client-cloudformation';
import { type Placed, regionOfStack, regionsOf } from '../../lib/config/certificate-region.ts';
import type { Config } from '../../lib/config/config.ts';
import { NAME_TAG } from '../../lib/names.ts';
import { requireAws } from '../shared/aws-words.ts';
import { clientSettings } from '../shared/client-settings.ts';
import { awsAccess } from '../verify/observe/aws-access.ts';
import { lookupFailure } from './lookup-failure.ts';

/**
 * What a stack can be in once its creation has succeeded, whatever happened to it since. A stack in another status was never
 * complete, or is being deleted.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
 */
const STANDS = /^(CREATE_COMPLETE|UPDATE_\w+|IMPORT_\w+)$/;

/** The config, as far as it says where the app's stacks are. */
type Asked = Pick<Config, 'name' | 'account'> & Placed;

/**
 * The names of this app's stacks that stand, read through CDK's lookup role, in alphabetical order.
 * @throws CommandError when AWS cannot be asked
 */
export async function readStanding(config: Asked): Promise<string[]> {
  const own = ({ Tags = [] }: Stack) => Tags.some(({ Key, Value }) => Key === NAME_TAG && Value === config.name);
  return (await standingStacks(config)).filter(own).map(({ StackName = '' }) => StackName);
}

/**
 * Every stack of the account, in the regions of this app, that stands, this app's or not, by name in alphabetical order.
 * @throws CommandError when AWS cannot be asked
 */
export async function standingStacks(config: Asked): Promise<Stack[]> {
  const { region } = config;
  try {
    const { lookup } = await awsAccess(config);
    const found: Stack[] = [];
    for (const one of regionsOf(config)) {
      const client = new CloudFormationClient(clientSettings(one, lookup));
      const here = ({ StackName = '' }: Stack) => regionOfStack(StackName, region) === one;
      for await (const { Stacks } of paginateDescribeStacks({ client }, {}))
        found.push(...requireAws(Stacks, 'list of stacks').filter(here));
    }
    return found
      .filter(({ StackStatus = '' }) => STANDS.test(StackStatus))
      .sort((a, b) => ((a.StackName ?? '') < (b.StackName ?? '') ? -1 : 1));
  } catch (error) {
    throw lookupFailure('Which stacks stand is not known', region, error);
  }
}
