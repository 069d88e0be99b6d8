import { type IRuleTarget, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import type { ITopic } from 'aws-cdk-lib/aws-sns';

/**
 * Has a rule mail a text by a topic of another stack. By its ARN alone: the topic's own policy admits rules, and must not name one of a
 * later stack.
 */
export const mailByTopic = ({ topicArn }: ITopic, text: string): IRuleTarget => ({
  bind: () => ({ arn: topicArn, input: RuleTargetInput.fromText(text) }),
});
