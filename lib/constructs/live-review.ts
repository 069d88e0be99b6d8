import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, WebIdentityPrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { Config } from '../config/config.ts';

/** Who signs the tokens of GitHub's workflows. */
const ISSUER = 'token.actions.githubusercontent.com';

export interface LiveReviewProps {
  /** Name of the blog, which its stacks begin with. */
  readonly name: string;
  readonly repository: Pick<Config['repository'], 'owner' | 'name'>;
  /** ARN of the account's provider for GitHub. No merge makes one: whoever could, could let anybody in. */
  readonly provider: string;
}

/**
 * The role of the review's live half: a pull request of this repository reads the templates that are deployed, and nothing else.
 * GitHub gives a workflow of a fork no token.
 * https://docs.github.com/en/actions/reference/security/oidc
 */
export class LiveReview extends Construct {
  constructor(scope: Construct, id: string, { name, repository, provider }: LiveReviewProps) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      description: `Reads the deployed templates of ${name} for a pull request`,
      assumedBy: new WebIdentityPrincipal(provider, {
        StringEquals: {
          [`${ISSUER}:aud`]: 'sts.amazonaws.com',
          [`${ISSUER}:sub`]: `repo:${repository.owner}/${repository.name}:pull_request`,
        },
      }),
      maxSessionDuration: Duration.hours(1),
    });
    // In every region: that of a certificate is another one.
    const stacks = Stack.of(this).formatArn({
      service: 'cloudformation',
      region: '*',
      resource: 'stack',
      resourceName: `${name}-*`,
    });
    role.addToPolicy(new PolicyStatement({ actions: ['cloudformation:GetTemplate'], resources: [stacks] }));
    acknowledge(
      role,
      'Templates hold no secret, and the rest of an ARN is made up by CloudFormation when a stack is created.',
      `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:cloudformation:*:<AWS::AccountId>:stack/${name}-*]`,
    );
    new CfnOutput(this, 'RoleArn', {
      key: 'LiveReviewRoleArn',
      description: 'For the variable ONEMERGE_LIVE_REVIEW_ROLE of the repository on GitHub',
      value: role.roleArn,
    });
  }
}
