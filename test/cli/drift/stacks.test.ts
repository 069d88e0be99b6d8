import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { stackDrift } from '../../../cli/drift/stacks.ts';
import { FAKE_ACCOUNT, type FakeState, startFakeAws } from '../verify/fakes/aws.ts';
import type { FakeServer } from '../verify/fakes/http.ts';

const CONFIG = { name: 'blog', region: 'eu-west-1', account: FAKE_ACCOUNT };
const stack = { status: 'UPDATE_COMPLETE', template: {}, app: 'blog' };
const quick = { timeout: 0, interval: 0.001 };

describe('the drift of the stacks', () => {
  let server: FakeServer;
  let state: FakeState;
  before(async () => {
    ({ server, state } = await startFakeAws());
  });
  beforeEach(() => Object.assign(state, { stacks: { 'blog-database': stack }, drifts: {} }));
  after(() => server.stop());

  test('names what was changed past CloudFormation: the property, what it is, and what the template says', async () => {
    const differs = [{ path: '/DBInstanceClass', expected: 'db.t4g.small', actual: 'db.t4g.large' }];
    const instance = { id: 'Instance', type: 'AWS::RDS::DBInstance', status: 'MODIFIED', differs };
    const group = { id: 'Group', type: 'AWS::EC2::SecurityGroup', status: 'IN_SYNC' };
    state.drifts = { 'blog-database': { resources: [instance, group] } };
    const [looked] = await stackDrift(CONFIG, quick);
    assert.equal(looked?.compared, 2);
    const [found, ...more] = looked?.findings ?? [];
    assert.equal(found?.object, 'blog-database Instance (AWS::RDS::DBInstance)');
    assert.equal(found?.message, '/DBInstanceClass is db.t4g.large, and the template says db.t4g.small');
    assert.match(found?.help ?? '', /--stack-name blog-database$/);
    assert.deepEqual(more, []);
  });

  test('names what was deleted, and does not count what CloudFormation does not look at', async () => {
    const resources = [
      { id: 'Alarm', type: 'AWS::CloudWatch::Alarm', status: 'DELETED' },
      { id: 'Settings', type: 'Custom::AWSCDK-EKS-KubernetesResource', status: 'NOT_CHECKED' },
    ];
    state.drifts = { 'blog-database': { resources } };
    const [looked] = await stackDrift(CONFIG, quick);
    assert.deepEqual([looked?.compared, looked?.findings[0]?.message], [1, 'somebody deleted it']);
  });

  test('quotes no more than the beginning of a value: policies are pages', async () => {
    const differs = [{ path: '/PolicyDocument', expected: 'a'.repeat(500), actual: 'b'.repeat(500) }];
    state.drifts = {
      'blog-database': { resources: [{ id: 'P', type: 'AWS::IAM::Policy', status: 'MODIFIED', differs }] },
    };
    const [looked] = await stackDrift(CONFIG, quick);
    assert.ok((looked?.findings[0]?.message.length ?? 999) < 280);
  });

  for (const [status, why] of [
    ['DETECTION_FAILED', 'access denied'],
    ['DETECTION_IN_PROGRESS', ''],
  ] as const)
    test(`says when a stack was not looked at to the end: ${status}`, async () => {
      state.drifts = { 'blog-database': { status, reason: why, resources: [] } };
      const [looked] = await stackDrift(CONFIG, quick);
      assert.match(looked?.unread?.error ?? '', /^CloudFormation did not look at all of it: /);
      assert.match(
        looked?.unread?.help ?? '',
        /^aws cloudformation describe-stack-resource-drifts --region eu-west-1 /,
      );
    });

  test('is that of the stacks of this app which stand, and of no others', async () => {
    state.stacks = {
      'blog-ghost': stack,
      'other-ghost': { ...stack, app: 'other' },
      'blog-new': { ...stack, status: 'CREATE_IN_PROGRESS' },
    };
    assert.deepEqual(
      (await stackDrift(CONFIG, quick)).map(({ part }) => part),
      ['stack blog-ghost'],
    );
  });
});
