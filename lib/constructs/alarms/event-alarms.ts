import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import type { Audience } from './metric-alarm.ts';
import { type AlarmName, described } from './runbook.ts';

export interface EventAlarmsProps extends Audience {
  readonly fileSystemArn: string;
  /** Of the database, where AWS Backup copies it; none where RDS alone does. */
  readonly databaseArn: string | undefined;
  readonly instanceIdentifier: string;
}

/** Mails what services tell by events: neither a failed backup nor a failed database has a metric that is the blog's own. */
export class EventAlarms extends Construct {
  constructor(scope: Construct, id: string, { topic, runbook, ...watched }: EventAlarmsProps) {
    super(scope, id);
    const mail = (alarm: AlarmName, what: string) =>
      new SnsTopic(topic, { message: RuleTargetInput.fromText(`${what}. ${described(alarm, runbook)}`) });
    const state = EventField.fromPath('$.detail.state');
    new Rule(this, 'Backup', {
      description: 'A backup of the uploads did not succeed',
      eventPattern: failedBackupOf(watched.fileSystemArn),
      targets: [mail('backup failed', `The backup of ${watched.fileSystemArn} ended as ${state}`)],
    });
    if (watched.databaseArn !== undefined) {
      new Rule(this, 'DatabaseBackup', {
        description: 'A copy of the database into the locked vault did not succeed',
        eventPattern: failedBackupOf(watched.databaseArn),
        targets: [mail('backup failed', `The copy of ${watched.databaseArn} ended as ${state}`)],
      });
    }
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html
    new Rule(this, 'Database', {
      description: 'RDS reports a failure of the database',
      eventPattern: {
        source: ['aws.rds'],
        detailType: ['RDS DB Instance Event'],
        detail: { EventCategories: ['failure'], SourceIdentifier: [watched.instanceIdentifier] },
      },
      targets: [
        mail(
          'database failure',
          `RDS says of ${watched.instanceIdentifier}: ${EventField.fromPath('$.detail.Message')}`,
        ),
      ],
    });
  }
}

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html */
const failedBackupOf = (resourceArn: string) => ({
  source: ['aws.backup'],
  detailType: ['Backup Job State Change'],
  detail: { state: ['FAILED', 'ABORTED', 'EXPIRED'], resourceArn: [resourceArn] },
});
