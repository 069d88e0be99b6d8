import { Aspects, CfnDeletionPolicy, CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Lets a stack whose creation failed remove what it made, also what is kept once it stands: it is still empty. That covers
 * the log groups that constructs of the CDK make, which take no removal policy.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 */
export function leaveNothingOfFailedCreation(scope: IConstruct): void {
  Aspects.of(scope).add({
    visit(node) {
      if (!CfnResource.isCfnResource(node) || node.cfnOptions.deletionPolicy !== CfnDeletionPolicy.RETAIN) return;
      node.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE;
    },
  });
}
