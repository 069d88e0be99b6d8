import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compareCosts } from '../../../../cli/review/cost/compare.ts';
import { databaseMonth } from '../../../../cli/review/cost/prices.ts';
import type { SynthesizedStack, TemplateResource } from '../../../../cli/review/facts.ts';
import type { ConfigInput } from '../../../../lib/config/config.ts';
import { readDocument } from '../../../support/documents.ts';
import { templates } from '../../../support/fixtures.ts';
import { app } from '../../../support/review.ts';

const cost = (before: TemplateResource, after: TemplateResource) =>
  compareCosts(app({ It: before }), app({ It: after }));
const database = (DBInstanceClass: string, more: object = {}): TemplateResource => ({
  Type: 'AWS::RDS::DBInstance',
  Properties: { DBInstanceClass, AllocatedStorage: '20', ...more },
});

const stacksOf = (availability: ConfigInput['availability']) => stacks({ availability });

function stacks(config: Partial<ConfigInput>): Record<string, SynthesizedStack> {
  const made = Object.entries(templates(config));
  return Object.fromEntries(made.map(([id, template]) => [id, { name: id, template: template.toJSON() }]));
}

describe('the cost of a change', () => {
  test('is that of the class, twice with a standby', () => {
    const { changes } = cost(database('db.t4g.small'), database('db.m7g.xlarge', { MultiAZ: true }));
    const rounded = changes.map(({ subject, before, after }) => [subject, before.toFixed(2), after.toFixed(2)]);
    assert.deepEqual(rounded, [['Data/It', '25.66', '495.16']]);
  });

  test('counts the secret that RDS keeps of a master, once', () => {
    const managed = database('db.t4g.small', { ManageMasterUserPassword: true, MultiAZ: true });
    const { before, after } = cost(database('db.t4g.small', { MultiAZ: true }), managed);
    assert.equal((after - before).toFixed(2), '0.40');
  });

  test('counts the metrics of a distribution that somebody turned on', () => {
    const { before, after } = cost({ Type: 'AWS::S3::Bucket' }, { Type: 'AWS::CloudFront::MonitoringSubscription' });
    assert.equal((after - before).toFixed(2), '2.40');
  });

  test('counts the metrics of pods, as the documents have it', () => {
    const { before, after } = compareCosts(
      stacks({ logs: { keepDays: 30 } }),
      stacks({ logs: { keepDays: 30, podMetrics: 'on' } }),
    );
    const [, documented] = /^\| `logs.podMetrics`.* \| ([\d.]+) \|/m.exec(readDocument('docs/operations.md')) ?? [];
    assert.equal((after - before).toFixed(2), documented);
  });

  test('is not told of what costs by use', () => {
    const bucket = (BucketName: string) => ({ Type: 'AWS::S3::Bucket', Properties: { BucketName } });
    assert.deepEqual(cost(bucket('a'), bucket('b')), { before: 0, after: 0, changes: [], unknown: [] });
  });

  test('does not fall by what gets a form without a price', () => {
    const { before, after, unknown } = cost(database('db.t4g.small'), database('db.x2g.48xlarge'));
    assert.deepEqual([after, unknown], [before, ['Data/It']]);
  });

  test('of what has no price is told to be unknown', () => {
    assert.deepEqual(cost(database('db.t4g.small'), database('db.x2g.large')).unknown, ['Data/It']);
    assert.deepEqual(cost(database('db.t4g.small'), { Type: 'AWS::EC2::Instance' }).unknown, ['Data/It']);
  });

  test('is one that the table has for each family that it names', () => {
    assert.equal(databaseMonth('db.r6g.2xlarge')?.toFixed(2), (0.215 * 4 * 730).toFixed(2));
    assert.equal(databaseMonth('db.t4g.huge'), undefined);
  });
});

describe('what it costs after the merge', () => {
  const [, single, high] =
    /\| \*\*sum\*\* \| \*\*(\d+)\*\* \| \*\*(\d+)\*\* \|/.exec(readDocument('docs/operations.md')) ?? [];
  const total = (availability: ConfigInput['availability']) => {
    const stacks = stacksOf(availability);
    return compareCosts(stacks, stacks).after;
  };
  test('is what the documents say of one zone', () =>
    assert.ok(Math.abs(total('single') - Number(single)) < 1, `${total('single')}`));
  test('is what the documents say of three', () =>
    assert.ok(Math.abs(total('high') - Number(high)) < 1, `${total('high')}`));
});
