import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type AlarmName, described, MEANINGS } from '../../lib/constructs/alarms/runbook.ts';
import { readDocument } from '../support/documents.ts';
import { resources, templates, theOnly } from '../support/fixtures.ts';

const { Alarms: stack } = templates();
const alarms = Object.values(resources(stack, 'AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
const RUNBOOK = { owner: 'octo-org', name: 'blog', branch: 'main' };
const NAMES = Object.keys(MEANINGS) as AlarmName[];

/** The alarm of a name. */
const alarm = (name: AlarmName) => {
  const found = alarms.find(({ AlarmDescription }) => AlarmDescription === described(name, RUNBOOK));
  assert.ok(found, `no alarm is described as "${name}"`);
  return found;
};

/** The lines of the runbook: what stands below a heading for an alarm, up to the next heading. */
const runbook = new Map(
  [...readDocument('docs/operations.md').matchAll(/^### Alarm: (.+)\n\n([^#]+)/gm)].map(([, name = '', text = '']) => [
    name,
    text,
  ]),
);

describe('the runbook', () => {
  test('has lines for each alarm, and for no other', () => {
    assert.deepEqual([...runbook.keys()].sort(), NAMES.toSorted(), 'docs/operations.md, headings "### Alarm: <name>"');
  });

  for (const name of NAMES) {
    test(`says what to do, with a command: ${name}`, () =>
      assert.match(runbook.get(name) ?? '', /`(?:npx|aws|kubectl) /));
  }

  test('is named by each alarm with its own line', () => {
    assert.match(
      described('blog unreachable', RUNBOOK),
      /What to do: https:\/\/github\.com\/octo-org\/blog\/blob\/main\/docs\/operations\.md#alarm-blog-unreachable$/,
    );
    const { Alarms, Pipeline } = templates({ driftCheck: 'weekly', logs: { keepDays: 30 } });
    const text = JSON.stringify([Alarms, Pipeline].map((one) => one.toJSON()));
    const missing = NAMES.filter((name) => name !== 'blog errors' && !text.includes(described(name, RUNBOOK)));
    assert.deepEqual(missing, [], 'an alarm that nothing raises');
  });
});

describe('every alarm', () => {
  test('mails when it begins and when it ends', () => {
    const topic = { Ref: Object.keys(resources(stack, 'AWS::SNS::Topic'))[0] };
    for (const { AlarmActions, OKActions } of alarms) assert.deepEqual([AlarmActions, OKActions], [[topic], [topic]]);
  });

  test('leaves its name to CloudFormation, so that two blogs share none', () => {
    assert.deepEqual(
      alarms.map(({ AlarmName }) => AlarmName),
      alarms.map(() => undefined),
    );
  });
});

describe('the alarm', () => {
  test('of an unreachable blog is raised without data as well: a group without targets reports nothing', () => {
    const { MetricName, TreatMissingData, EvaluationPeriods, Period } = alarm('blog unreachable');
    assert.deepEqual([MetricName, TreatMissingData], ['HealthyHostCount', 'breaching']);
    assert.equal((EvaluationPeriods * Period) / 60, 5, 'a merge that replaces the pod takes less');
  });

  test('of the storage is raised below what RDS grows it at', () => {
    const { Threshold } = alarm('database storage');
    assert.ok(Threshold < 0.1 * 20 * 1024 ** 3, `${Threshold} bytes of 20 GiB`);
  });

  test('of the storage follows the size of the config', () => {
    assert.equal(alarm('database storage').Threshold, 0.05 * 20 * 1024 ** 3);
  });

  test('of processor credits is raised once they are billed, and not while they are saved up', () => {
    assert.equal(alarm('database credits').MetricName, 'CPUSurplusCreditsCharged');
  });

  test('of a failed backup is of this file system alone', () => {
    const rules = Object.values(resources(stack, 'AWS::Events::Rule')).map(({ Properties }) => Properties.EventPattern);
    const backup = rules.find(({ source }) => source.includes('aws.backup'));
    assert.deepEqual(backup.detail.state, ['FAILED', 'ABORTED', 'EXPIRED']);
    assert.match(JSON.stringify(backup.detail.resourceArn), /fixture-ghost.*ContentFileSystem/);
  });
});

describe('logs of pods that no longer arrive', () => {
  const { Alarms, Ghost } = templates({ driftCheck: 'weekly', logs: { keepDays: 30 } });
  const named = Object.values(resources(Alarms, 'AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
  const silent = named.find(({ AlarmDescription }) => AlarmDescription === described('logs silent', RUNBOOK));

  test('are told by the group that keeps them', () => {
    assert.ok(silent, 'no alarm is described as "logs silent"');
    assert.deepEqual([silent.Namespace, silent.MetricName], ['AWS/Logs', 'IncomingLogEvents']);
    const [{ Name, Value }] = silent.Dimensions;
    const { StackName, OutputName } = Value['Fn::GetStackOutput'];
    assert.deepEqual([Name, StackName], ['LogGroupName', 'fixture-ghost']);
    const [groupId] = Object.keys(resources(Ghost, 'AWS::Logs::LogGroup')).filter((id) => id.startsWith('Logs'));
    assert.deepEqual(Ghost.findOutputs(OutputName)[OutputName]?.Value, { Ref: groupId });
  });

  test('are told when the group reports nothing at all, for it counts no lines that do not come', () =>
    assert.deepEqual([silent?.Statistic, silent?.TreatMissingData], ['Sum', 'breaching']));

  test('are told after longer than Flux is silent about what it applies again: a quiet blog wakes nobody', () => {
    const minutes = (silent?.Period * silent?.EvaluationPeriods) / 60;
    assert.ok(minutes > 10, `${minutes} minutes, and gitops/clusters/production applies all of it every 10`);
  });

  test('raise nothing where nobody keeps them', () => {
    assert.deepEqual(
      alarms.filter(({ Namespace }) => Namespace === 'AWS/Logs'),
      [],
    );
  });
});

describe('a copy of the database that does not reach the locked vault', () => {
  const copies = (config = {}) =>
    Object.values(resources(templates(config).Alarms, 'AWS::Events::Rule'))
      .map(({ Properties }) => Properties.EventPattern)
      .filter(({ source }) => source.includes('aws.backup'));

  test('is told like one of the uploads, where there is such a vault', () => {
    const [, ofDatabase] = copies({ backupVault: { keepDays: 35, lock: { minRetentionDays: 30 } } });
    assert.match(JSON.stringify(ofDatabase?.detail.resourceArn), /fixture-database.*MySqlInstance/);
    assert.equal(copies().length, 1);
  });
});

describe('the topic of the alarms', () => {
  test('mails the address of the config', () => {
    const { Protocol, Endpoint } = theOnly(stack, 'AWS::SNS::Subscription').Properties;
    assert.deepEqual([Protocol, Endpoint], ['email', 'alarms@example.com']);
  });

  test('is encrypted with a key that CloudWatch and EventBridge may use, and nobody outside the account', () => {
    assert.match(JSON.stringify(theOnly(stack, 'AWS::SNS::Topic').Properties.KmsMasterKeyId), /MailKey/);
    const users = theOnly(stack, 'AWS::KMS::Key').Properties.KeyPolicy.Statement.map(
      ({ Principal }: { Principal: { Service?: string; AWS?: unknown } }) => Principal.Service ?? 'the account',
    );
    assert.deepEqual(users, ['the account', 'cloudwatch.amazonaws.com', 'events.amazonaws.com']);
  });

  test('takes messages of rules in later stacks: of the pipeline', () => {
    const statements = theOnly(stack, 'AWS::SNS::TopicPolicy').Properties.PolicyDocument.Statement;
    const rules = statements.filter(
      ({ Principal }: { Principal: { Service?: string } }) => Principal.Service === 'events.amazonaws.com',
    );
    assert.ok(rules.length > 0 && rules.every(({ Condition }: { Condition?: object }) => Condition === undefined));
  });
});

describe('the dashboard', () => {
  const { DashboardName, DashboardBody } = theOnly(stack, 'AWS::CloudWatch::Dashboard').Properties;

  test('has the name and the region of the blog in its name, which is one of the account', () => {
    assert.equal(DashboardName, 'fixture-eu-west-1');
  });

  test('shows hits and latency only where somebody pays for them', () => {
    const measured = templates({ cdnMetrics: 'on' });
    const { DashboardBody: body } = theOnly(measured.Alarms, 'AWS::CloudWatch::Dashboard').Properties;
    assert.match(JSON.stringify(body), /CacheHitRate.*OriginLatency.*p95/);
    measured.Ghost.resourceCountIs('AWS::CloudFront::MonitoringSubscription', 1);
    assert.doesNotMatch(JSON.stringify(DashboardBody), /CacheHitRate|OriginLatency/);
    templates().Ghost.resourceCountIs('AWS::CloudFront::MonitoringSubscription', 0);
  });

  test('shows what EKS publishes of the cluster without an agent', () => {
    assert.match(JSON.stringify(DashboardBody), /AWS\/EKS.*scheduler_pending_pods_UNSCHEDULABLE.*ClusterName.*fixture/);
  });

  for (const [of, metrics] of Object.entries({
    'the blog': ['5xxErrorRate', 'Requests', 'HealthyHostCount'],
    'the database': ['DatabaseConnections', 'FreeStorageSpace', 'FreeableMemory', 'CPUUtilization', 'CPUCreditBalance'],
    merges: ['LeadTime', 'Failed', 'TimeToRecover'],
  }))
    test(`shows of ${of} ${metrics.join(', ')}`, () => {
      // As text of a text: each quote has a backslash.
      const shown = [...JSON.stringify(DashboardBody).matchAll(/\\"(\w+)\\"/g)].map(([, word]) => word);
      const missing = metrics.filter((metric) => !shown.includes(metric));
      assert.deepEqual(missing, [], 'put it back into lib/constructs/alarms/blog-dashboard.ts');
    });

  test('shows the metrics of CloudFront where they are', () => {
    assert.match(JSON.stringify(DashboardBody), /Requests.*us-east-1/);
  });
});

test('no budget is made unless the config names an amount', () => {
  stack.resourceCountIs('AWS::Budgets::Budget', 0);
});
