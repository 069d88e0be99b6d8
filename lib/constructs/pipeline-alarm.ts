import type { IPipeline } from 'aws-cdk-lib/aws-codepipeline';
import { EventField, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

export interface PipelineAlarmProps {
  readonly pipeline: IPipeline;
  /** Who hears of it; AWS asks the address to confirm once. */
  readonly email: string;
}

/** Cancelled counts too: an execution that updates its own pipeline may end so. */
const BAD_ENDS = ['FAILED', 'CANCELED', 'STOPPED'];

/** Mails whoever is responsible when an execution of the pipeline does not succeed. */
export class PipelineAlarm extends Construct {
  constructor(scope: Construct, id: string, props: PipelineAlarmProps) {
    super(scope, id);
    const topic = new Topic(this, 'Topic', { enforceSSL: true });
    topic.addSubscription(new EmailSubscription(props.email));
    const message = `${EventField.fromPath('$.detail.pipeline')}: execution ${EventField.fromPath('$.detail.execution-id')} ended as ${EventField.fromPath('$.detail.state')}. One that changes its own pipeline is cancelled, and started again by itself: then the next one counts.`;
    props.pipeline.onStateChange('BadEnd', {
      description: 'An execution of the pipeline did not succeed',
      eventPattern: { detail: { state: BAD_ENDS } },
      target: new SnsTopic(topic, { message: RuleTargetInput.fromText(message) }),
    });
  }
}
