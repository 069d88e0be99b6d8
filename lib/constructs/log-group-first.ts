import { Stack } from 'aws-cdk-lib';
import { AwsCustomResource } from 'aws-cdk-lib/custom-resources';

/**
 * Lets a custom resource wait for the log group of the function that it runs. A function that logs first makes the group
 * itself, and CloudFormation could then not make the same one: https://github.com/aws/aws-cdk/issues/667
 */
export function logGroupFirst(resource: AwsCustomResource): void {
  const handler = `AWS${AwsCustomResource.PROVIDER_FUNCTION_UUID.replaceAll('-', '')}`;
  resource.node.addDependency(Stack.of(resource).node.findChild(handler).node.findChild('LogGroup'));
}
