import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { RehearsalError } from '../../shared/errors.ts';

/** An output of a stack; undefined when it has none of that name. */
export async function findOutput(
  client: CloudFormationClient,
  stack: string,
  name: string,
): Promise<string | undefined> {
  const { Stacks: [found] = [] } = await client.send(new DescribeStacksCommand({ StackName: stack }));
  return found?.Outputs?.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
}

/** An output of a stack. @throws RehearsalError when it has none of that name */
export async function outputOf(client: CloudFormationClient, stack: string, name: string): Promise<string> {
  const { Stacks: [found] = [] } = await client.send(new DescribeStacksCommand({ StackName: stack }));
  const value = found?.Outputs?.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
  if (value) return value;
  throw new RehearsalError(`the stack ${stack} has no output ${name}; its state is ${found?.StackStatus}`, {
    help: 'see the log of the CDK; run again with --keep',
  });
}
