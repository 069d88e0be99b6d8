import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * A name that no other blog of the account has: CloudFront's are an account's, whatever the region, and the CDK makes them of
 * the construct's path, which is the same in every blog. https://github.com/aws/aws-cdk/issues/13629
 */
export function cloudFrontName(scope: Construct, name: string): string {
  const { stackName, region } = Stack.of(scope);
  return `${stackName}-${region}-${name}`;
}
