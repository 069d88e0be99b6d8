import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { compareDeployed } from '../../../../cli/review/live/deployed.ts';
import { deployedFindings } from '../../../../cli/review/live/findings.ts';
import { type FakeState, startFakeAws } from '../../verify/fakes/aws.ts';
import type { FakeServer } from '../../verify/fakes/http.ts';

const CONFIG = { region: 'eu-west-1' };
const queue = (seconds: number, name = 'Letters ä') => ({
  Resources: { It: { Type: 'AWS::SQS::Queue', Properties: { QueueName: name, VisibilityTimeout: seconds } } },
});
const base = (seconds: number) => ({ Data: { name: 'blog-data', template: queue(seconds) } });

describe('the live half of a review', () => {
  let aws: FakeServer;
  let state: FakeState;

  before(async () => {
    ({ server: aws, state } = await startFakeAws());
    state.stacks = { 'blog-data': { status: 'UPDATE_COMPLETE', template: queue(30, 'Letters ?'), app: 'blog' } };
  });
  after(() => aws.stop());

  test('is empty while the base is what is deployed, as CloudFormation keeps it', async () => {
    assert.deepEqual(await compareDeployed(CONFIG, base(30)), { value: [] });
  });

  test('names what a deployment of the base would change', async () => {
    const found = await compareDeployed(CONFIG, base(60));
    assert.ok('value' in found, JSON.stringify(found));
    const [change] = found.value;
    assert.deepEqual([change?.stack, change?.id, change?.impact], ['Data', 'It', 'updated']);
    assert.deepEqual(change?.properties, [{ name: 'VisibilityTimeout', before: 30, after: 60 }]);
  });

  test('names every resource of a stack that is not deployed', async () => {
    const found = await compareDeployed(CONFIG, { New: { name: 'blog-new', template: queue(30) } });
    assert.ok('value' in found, JSON.stringify(found));
    assert.deepEqual(
      found.value.map(({ stack, impact }) => `${stack} ${impact}`),
      ['New added'],
    );
  });

  test('is unreadable, with the reason, when AWS gives no template', async () => {
    state.stacks['blog-odd'] = { status: 'UPDATE_COMPLETE', template: undefined, app: 'blog' };
    const found = await compareDeployed(CONFIG, { Odd: { name: 'blog-odd', template: queue(30) } });
    assert.ok('error' in found, 'a template that is not there must not be taken for an empty one');
  });

  test('asks for a look at each stack that differs', async () => {
    const found = await compareDeployed(CONFIG, base(60));
    assert.ok('value' in found, JSON.stringify(found));
    const [finding, ...more] = deployedFindings([...found.value, ...found.value]);
    assert.deepEqual(more, []);
    assert.equal(finding?.kind, 'look');
    assert.match(
      `${finding?.subject} ${finding?.what}`,
      /^Data is deployed otherwise than the base says: 2 resources;/,
    );
  });
});
