import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MEANINGS } from '../../lib/constructs/alarms/runbook.ts';
import { resources, templates, theOnly } from '../support/fixtures.ts';

describe('a blog in the region of CloudFront', () => {
  const { Alarms: stack } = templates({ region: 'us-east-1', availabilityZones: ['us-east-1a', 'us-east-1b'] });

  test('has an alarm on the errors that readers get', () => {
    const [errors, ...others] = Object.values(resources(stack, 'AWS::CloudWatch::Alarm'))
      .map(({ Properties }) => Properties)
      .filter(({ Namespace }) => Namespace === 'AWS/CloudFront');
    assert.deepEqual(others, []);
    assert.equal(errors.MetricName, '5xxErrorRate');
    assert.ok(errors.AlarmDescription.startsWith(MEANINGS['blog errors']));
    assert.equal(errors.TreatMissingData, 'notBreaching', 'nobody has asked for anything');
  });
});

test('a database of a class without credits has no alarm on them', () => {
  const { Alarms: stack } = templates({ database: { size: 'm8g.large' } });
  const metrics = Object.values(resources(stack, 'AWS::CloudWatch::Alarm')).map(
    ({ Properties }) => Properties.MetricName,
  );
  assert.ok(metrics.includes('FreeableMemory') && !metrics.includes('CPUSurplusCreditsCharged'), metrics.join());
});

describe('a budget', () => {
  const budget = (overrides: object) =>
    theOnly(templates({ monthlyBudget: 300, ...overrides }).Alarms, 'AWS::Budgets::Budget').Properties;
  const { Budget, NotificationsWithSubscribers: mails } = budget({});

  test('is as much as the config says, a month', () => {
    assert.deepEqual([Budget.BudgetLimit, Budget.TimeUnit], [{ Amount: 300, Unit: 'USD' }, 'MONTHLY']);
  });

  test('mails when four fifths are spent, and when all of it is going to be', () => {
    const told = mails.map(
      ({
        Notification,
        Subscribers,
      }: {
        Notification: Record<string, unknown>;
        Subscribers: { Address: string }[];
      }) => [Notification.NotificationType, Notification.Threshold, Subscribers[0]?.Address],
    );
    assert.deepEqual(told, [
      ['ACTUAL', 80, 'alarms@example.com'],
      ['FORECASTED', 100, 'alarms@example.com'],
    ]);
  });

  test('has another name for another address, because that makes another one before the old one goes', () => {
    assert.notEqual(budget({ alarmEmail: 'others@example.com' }).Budget.BudgetName, Budget.BudgetName);
  });
});
