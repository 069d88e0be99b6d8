import { Stack, type StackProps } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Config } from './config/config.ts';
import { AlarmTopic } from './constructs/alarms/alarm-topic.ts';
import { BlogAlarms, type BlogMetrics } from './constructs/alarms/blog-alarms.ts';
import { BlogDashboard } from './constructs/alarms/blog-dashboard.ts';
import { CostBudget } from './constructs/alarms/cost-budget.ts';
import { DatabaseAlarms } from './constructs/alarms/database-alarms.ts';
import { EventAlarms } from './constructs/alarms/event-alarms.ts';
import { LogAlarms } from './constructs/alarms/log-alarms.ts';
import { PodMetrics } from './constructs/alarms/pod-metrics.ts';
import type { MySqlDatabase } from './constructs/mysql-database.ts';

export interface AlarmsStackProps extends StackProps {
  readonly config: Config;
  readonly database: MySqlDatabase;
  readonly blog: BlogMetrics;
  readonly fileSystemArn: string;
  /** Name of the log group with what pods write; none where nobody keeps it. */
  readonly podLogs: string | undefined;
}

/** What wakes a person, each with its line of the runbook, and what they look at then. */
export class AlarmsStack extends Stack {
  /** Where the pipeline's alarm arrives as well. */
  readonly topic: ITopic;

  constructor(scope: Construct, id: string, props: AlarmsStackProps) {
    super(scope, id, props);
    const { config, blog, fileSystemArn, podLogs } = props;
    const { instanceIdentifier, data } = props.database;
    const databaseArn = config.backupVault && data.at(-1)?.attrDbInstanceArn;
    this.topic = new AlarmTopic(this, 'Mail', config.alarmEmail).topic;
    const audience = { topic: this.topic, runbook: config.repository };
    new BlogAlarms(this, 'Blog', { ...audience, ...blog, region: config.region });
    new DatabaseAlarms(this, 'Database', { ...audience, ...config.database, instanceIdentifier });
    new EventAlarms(this, 'Events', { ...audience, fileSystemArn, databaseArn, instanceIdentifier });
    const pods =
      podLogs !== undefined && config.logs?.podMetrics === 'on'
        ? new PodMetrics(this, 'Pods', { name: config.name, group: podLogs })
        : undefined;
    if (podLogs !== undefined) new LogAlarms(this, 'Logs', { ...audience, group: podLogs, lines: pods?.lines });
    new BlogDashboard(this, 'Dashboard', {
      name: config.name,
      region: config.region,
      blog,
      cdnMetrics: config.cdnMetrics === 'on',
      cluster: config.name,
      pods,
      instanceIdentifier,
    });
    if (config.monthlyBudget !== undefined) {
      new CostBudget(this, 'Budget', {
        name: `${config.name}-${config.region}`,
        dollars: config.monthlyBudget,
        email: config.alarmEmail,
      });
    }
  }
}
