import { Duration, Stack } from 'aws-cdk-lib';
import type { Pipeline, StageProps } from 'aws-cdk-lib/aws-codepipeline';
import { type CodeStarSourceVariables, ManualApprovalAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import type { Config } from '../config/config.ts';
import type { Approval, Environment } from '../config/environment.ts';
import { APPROVAL_ACTION, APPROVAL_STAGE, REVIEW_CHECK } from '../names.ts';
import { actionRole } from './action-role.ts';

export interface ManualApprovalProps {
  readonly approval: Approval;
  readonly environment: Environment;
  readonly repository: Config['repository'];
  /** What is known of the commit once it is read. */
  readonly source: CodeStarSourceVariables;
  /** Why it goes past the environment before, as the pipeline's variable says. */
  readonly skipReason: string;
  /** Whoever hears of alarms is asked. Of another stack. */
  readonly topic: ITopic;
}

/** The stage in which a person approves a commit: a stage of its own, because an execution that waits holds its whole stage. */
export function approvalStage(pipelineStack: Stack, props: ManualApprovalProps): StageProps {
  const { approval, environment, repository, source, topic } = props;
  const action = new ManualApprovalAction({
    actionName: APPROVAL_ACTION,
    timeout: Duration.minutes(approval.timeoutMinutes),
    // By its ARN alone: the other stack's topic must not name a role of this later one in its policy.
    notificationTopic: Topic.fromTopicArn(pipelineStack, 'ApprovalTopic', topic.topicArn),
    externalEntityLink: `https://github.com/${repository.owner}/${repository.name}/commit/${source.commitId}`,
    additionalInformation: question(environment, source.commitId, props.skipReason),
  });
  return { stageName: APPROVAL_STAGE, actions: [action] };
}

/** CodePipeline takes 1000 characters, and fills in the variables. No message of the commit's: it may be longer. */
function question({ name, after }: Environment, commit: string, skipReason: string): string {
  return [
    `May commit ${commit} be deployed to ${name}?`,
    `Its page on GitHub names the pull request, with its check "${REVIEW_CHECK}" and what that wrote.`,
    `Past ${after}, because: ${skipReason} ("none": its build deploys it only if it was live in ${after}).`,
  ].join(' ');
}

/** Lets the approval mail by a topic of another stack, and by nothing else. Once the pipeline is made, and with it the role. */
export function grantApprovalMail(pipeline: Pipeline, { masterKey }: ITopic): void {
  if (masterKey === undefined) return;
  actionRole(pipeline, APPROVAL_STAGE, APPROVAL_ACTION).addToPolicy(
    new PolicyStatement({
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [masterKey.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `sns.${Stack.of(pipeline).region}.amazonaws.com` } },
    }),
  );
}
