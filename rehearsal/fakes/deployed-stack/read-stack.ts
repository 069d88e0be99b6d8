import {
  type CloudFormationClient,
  DescribeStackResourcesCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { parse } from 'yaml';
import { RehearsalError } from '../../shared/errors.ts';
import type { StackContent } from './deployed.ts';

/**
 * Reads a stack as it is deployed now.
 * @throws RehearsalError when there is no such stack
 */
export async function readStack(client: CloudFormationClient, name: string): Promise<StackContent> {
  try {
    const [{ TemplateBody = '{}' }, { StackResources = [] }] = await Promise.all([
      client.send(new GetTemplateCommand({ StackName: name, TemplateStage: 'Original' })),
      client.send(new DescribeStackResourcesCommand({ StackName: name })),
    ]);
    const ids = StackResources.map(({ LogicalResourceId = '', PhysicalResourceId = '' }) => [
      LogicalResourceId,
      PhysicalResourceId,
    ]);
    // The CDK uploads JSON; CloudFormation would take YAML as well, of which JSON is a part.
    return { template: parse(TemplateBody), physicalIds: new Map(ids as [string, string][]) };
  } catch (error) {
    throw new RehearsalError(`the stack ${name} cannot be read: ${error instanceof Error ? error.message : error}`, {
      help: 'is it deployed? See the log of the CDK, and that of the AWS emulator',
      cause: error,
    });
  }
}
