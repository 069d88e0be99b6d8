import { Stack } from 'aws-cdk-lib';
import { type IPeer, Peer } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { acknowledge, managedPolicyFinding } from '../acknowledge.ts';
import { logGroupFirst } from './log-group-first.ts';

/** The managed list of the addresses that CloudFront connects to origins from. */
const LIST_NAME = 'com.amazonaws.global.cloudfront.origin-facing';

/**
 * CloudFront's addresses as a peer of security groups. The list's id differs by region and may not be looked up at
 * synth (templates must not depend on an account), so a custom resource looks it up at deploy time.
 * The list weighs 55 of a group's 60 rules: use it in one rule.
 */
export class CloudFrontPrefixList extends Construct {
  readonly peer: IPeer;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const lookup = new AwsCustomResource(this, 'Lookup', {
      resourceType: 'Custom::CloudFrontPrefixList',
      installLatestAwsSdk: false,
      onUpdate: {
        service: 'EC2',
        action: 'DescribeManagedPrefixLists',
        parameters: { Filters: [{ Name: 'prefix-list-name', Values: [LIST_NAME] }] },
        outputPaths: ['PrefixLists.0.PrefixListId'],
        physicalResourceId: PhysicalResourceId.of(LIST_NAME),
      },
      policy: AwsCustomResourcePolicy.fromStatements([
        // The action has no resource-level permissions.
        new PolicyStatement({ actions: ['ec2:DescribeManagedPrefixLists'], resources: ['*'] }),
      ]),
    });
    acknowledge(lookup, 'The action has no resource-level permissions.', 'AwsSolutions-IAM5[Resource::*]');
    const handler = Stack.of(this).node.findChild(`AWS${AwsCustomResource.PROVIDER_FUNCTION_UUID.replaceAll('-', '')}`);
    acknowledge(
      handler,
      'The CDK runs its custom resources with this policy, which lets a function write its own log.',
      managedPolicyFinding('service-role/AWSLambdaBasicExecutionRole'),
    );
    logGroupFirst(lookup);
    this.peer = Peer.prefixList(lookup.getResponseField('PrefixLists.0.PrefixListId'));
  }
}
