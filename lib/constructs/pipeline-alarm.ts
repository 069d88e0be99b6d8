import type { IPipeline } from 'aws-cdk-lib/aws-codepipeline';
import { EventField } from 'aws-cdk-lib/aws-events';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Environment } from '../config/environment.ts';
import { mailByTopic } from './alarms/mail-by-topic.ts';
import { described, type Runbook } from './alarms/runbook.ts';

export interface PipelineAlarmProps {
  readonly pipeline: IPipeline;
  /** Of another stack, which lets rules write to it. */
  readonly topic: ITopic;
  readonly runbook: Runbook;
  /** Which one it deploys, of those of the config. */
  readonly environment: Environment | undefined;
}

/** Cancelled counts too: an execution that updates its own pipeline may end so. */
const BAD_ENDS = ['FAILED', 'CANCELED', 'STOPPED'];

/** What comes after an execution that was cancelled. */
const againBy = (environment: Environment | undefined): string =>
  environment?.after === undefined
    ? ', and started again by itself: then the next one counts.'
    : `; then promote the commit once more: npx onemerge promote --to ${environment.name} --commit <sha>.`;

/** A refusal is no fault, and its mail reads like that of one. */
const unapproved = (environment: Environment | undefined): string =>
  environment?.approval === undefined
    ? ''
    : ' In this pipeline, an approval that was refused, or not given in time, ends it as FAILED.';

/** Mails whoever is responsible when an execution of the pipeline does not succeed. */
export class PipelineAlarm extends Construct {
  constructor(scope: Construct, id: string, { pipeline, topic, runbook, environment }: PipelineAlarmProps) {
    super(scope, id);
    const message = `${EventField.fromPath('$.detail.pipeline')}: execution ${EventField.fromPath('$.detail.execution-id')} ended as ${EventField.fromPath('$.detail.state')}. One that changes its own pipeline is cancelled${againBy(environment)}${unapproved(environment)} ${described('merge not live', runbook)}`;
    pipeline.onStateChange('BadEnd', {
      description: 'An execution of the pipeline did not succeed',
      eventPattern: { detail: { state: BAD_ENDS } },
      target: mailByTopic(topic, message),
    });
  }
}
