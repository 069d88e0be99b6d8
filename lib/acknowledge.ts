import { CfnResource, Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Accepts findings of cdk-nag or of the CDK's own validation, on a construct and everything inside it.
 * A test fails for a finding that is not accepted, and for an acceptance that matches no finding.
 * @param scope as narrow as the reason
 * @param reason why a reviewer would accept it
 * @param ids findings as reported, for example `AwsSolutions-IAM5[Resource::*]`
 */
export function acknowledge(scope: IConstruct, reason: string, ...ids: string[]): void {
  Validations.of(scope).acknowledge(...ids.map((id) => ({ id, reason })));
}

/** Accepts what the CDK's function that sets the retention of log groups needs, in the stack of a construct. */
export function acknowledgeLogRetention(construct: IConstruct): void {
  const handler = Stack.of(construct).node.children.find(({ node }) => node.id.startsWith('LogRetention'));
  if (!handler) throw new Error(`${construct.node.path} sets no log retention.`);
  acknowledge(
    handler,
    'Sets the retention of log groups that AWS services make, whose names no CloudFormation resource may claim.',
    managedPolicyFinding('service-role/AWSLambdaBasicExecutionRole'),
    'AwsSolutions-IAM5[Resource::*]',
  );
}

/** How a finding names the ARN of a resource: `<LogicalId.Arn>`. */
export function arnInFinding(construct: IConstruct): string {
  const resource = construct.node.defaultChild;
  if (!(resource instanceof CfnResource)) throw new Error(`${construct.node.path} is no CloudFormation resource.`);
  return `<${Stack.of(construct).resolve(resource.logicalId)}.Arn>`;
}

/** The finding of cdk-nag for an AWS-managed policy. */
export function managedPolicyFinding(policy: string): string {
  return `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${policy}]`;
}
