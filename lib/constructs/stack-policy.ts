import { Aws, type CfnResource, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { logGroupFirst } from './log-group-first.ts';

export interface StackPolicyProps {
  /** The stack whose updates the policy judges. */
  readonly stack: Stack;
  /** Resources of that stack that no update may replace or remove; none lets every update happen. */
  readonly kept: readonly CfnResource[];
}

/**
 * A stack policy. CloudFormation has no resource for it, so a custom resource sets it; a stack's own one would be set
 * before the stack stands. It judges updates only: a stack that is deleted takes its resources along
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html).
 */
export class StackPolicy extends Construct {
  constructor(scope: Construct, id: string, { stack, kept }: StackPolicyProps) {
    super(scope, id);
    const arn = `arn:${Aws.PARTITION}:cloudformation:${Aws.REGION}:${Aws.ACCOUNT_ID}:stack/${stack.stackName}/*`;
    const policy = new AwsCustomResource(this, 'Policy', {
      resourceType: 'Custom::StackPolicy',
      installLatestAwsSdk: false,
      onUpdate: {
        service: 'CloudFormation',
        action: 'SetStackPolicy',
        parameters: { StackName: stack.stackName, StackPolicyBody: JSON.stringify(policyThatKeeps(kept)) },
        physicalResourceId: PhysicalResourceId.of(stack.stackName),
      },
      policy: AwsCustomResourcePolicy.fromStatements([
        new PolicyStatement({ actions: ['cloudformation:SetStackPolicy'], resources: [arn] }),
      ]),
    });
    logGroupFirst(policy);
    acknowledge(
      policy,
      'The ARN of a stack ends with an id that differs each time it is made; the name is exactly this stack.',
      `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:cloudformation:<AWS::Region>:<AWS::AccountId>:stack/${stack.stackName}/*]`,
    );
  }
}

/** Once a stack has a policy, what no statement allows is denied. */
function policyThatKeeps(kept: readonly CfnResource[]): { readonly Statement: readonly object[] } {
  const allow = { Effect: 'Allow', Action: 'Update:*', Principal: '*', Resource: '*' };
  if (kept.length === 0) return { Statement: [allow] };
  const resources = kept.map((resource) => `LogicalResourceId/${Stack.of(resource).resolve(resource.logicalId)}`);
  const deny = { Effect: 'Deny', Action: ['Update:Replace', 'Update:Delete'], Principal: '*', Resource: resources };
  return { Statement: [allow, deny] };
}
