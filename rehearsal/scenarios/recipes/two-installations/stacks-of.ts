import { CloudFormationClient, paginateDescribeStacks } from '@aws-sdk/client-cloudformation';
import type { Harness } from '../../../harness/harness.ts';
import { STACK_NAMES } from '../../deployments.ts';

/** The stacks of an installation that are there, not those of another whose name begins like its own. */
export async function stacksOf({ aws, name }: Pick<Harness, 'aws' | 'name'>): Promise<string[]> {
  const client = new CloudFormationClient(aws.client);
  const own = STACK_NAMES.map((stack) => `${name}-${stack}`);
  const found: string[] = [];
  for await (const { Stacks = [] } of paginateDescribeStacks({ client }, {})) {
    found.push(...Stacks.map(({ StackName = '' }) => StackName));
  }
  return own.filter((stack) => found.includes(stack));
}
