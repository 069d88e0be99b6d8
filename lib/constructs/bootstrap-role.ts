import { Aws, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * The ARN of a role of the bootstrap that a stack is deployed through.
 * @param name as the CDK has it: `deploy`, `file-publishing`, `lookup`
 */
export function bootstrapRoleArn(scope: Construct, name: string, region: string): string {
  const role = `cdk-${Stack.of(scope).synthesizer.bootstrapQualifier}-${name}-role-${Aws.ACCOUNT_ID}-${region}`;
  return `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/${role}`;
}
