import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { type AwsAccess, awsAccess } from '../../../../cli/verify/observe/aws-access.ts';
import { clusterConnection } from '../../../../cli/verify/observe/cluster-connection.ts';
import { readExecution, readExecutionStart } from '../../../../cli/verify/observe/executions.ts';
import { TargetGroups } from '../../../../cli/verify/observe/reader.ts';
import { reading } from '../../../../cli/verify/observe/reading.ts';
import { DeployedStacks } from '../../../../cli/verify/observe/stacks.ts';
import { Unreadable } from '../../../../cli/verify/observe/unreadable.ts';
import { bootstrapNames } from '../../../../lib/bootstrap/names.ts';
import { COMMIT, EARLIER } from '../facts.ts';
import { FAKE_ACCOUNT, type FakeState, startFakeAws } from '../fakes/aws.ts';
import type { FakeServer } from '../fakes/http.ts';

const REGION = 'eu-west-1';
const QUALIFIER = bootstrapNames({ name: 'example', region: REGION }).qualifier;

describe('the verdict, reading AWS', () => {
  let server: FakeServer;
  let state: FakeState;
  let access: AwsAccess;

  before(async () => {
    ({ server, state } = await startFakeAws());
    access = await awsAccess({ name: 'example', region: REGION });
  });
  beforeEach(() =>
    Object.assign(state, { stacks: {}, resources: {}, executions: [], targets: {}, cluster: undefined }),
  );
  after(() => server.stop());

  describe('AWS', () => {
    test('is read through the lookup role of the CDK, in the account of the caller', async () => {
      state.stacks = { 'example-ghost': { status: 'CREATE_COMPLETE', template: {} } };
      await new DeployedStacks(access).output('example-ghost', 'BlogUrl');
      const assumed = server.requests.find(({ body }) => body.includes('Action=AssumeRole'));
      const role = new URLSearchParams(assumed?.body).get('RoleArn');
      assert.equal(role, `arn:aws:iam::${FAKE_ACCOUNT}:role/cdk-${QUALIFIER}-lookup-role-${FAKE_ACCOUNT}-${REGION}`);
      assert.match(String(server.requests.at(-1)?.headers.authorization), /Credential=ASIALOOKUP\//);
    });

    test('of another account than the configured one is refused', async () => {
      await assert.rejects(awsAccess({ name: 'example', region: REGION, account: '999900001111' }), (error) => {
        assert.ok(error instanceof Unreadable);
        assert.match(error.message, /account 111122223333, and the config names 999900001111/);
        assert.match(error.help, /AWS_PROFILE/);
        return true;
      });
    });
  });

  describe('a deployed stack', () => {
    const template = { Resources: { Bucket: { Type: 'AWS::S3::Bucket', Metadata: { 'aws:cdk:path': 'A' } } } };
    const read = async () => {
      const [facts] = await new DeployedStacks(access).read(new Map([['example-ghost', template]]));
      return facts;
    };

    test('of a certificate is looked for in the region of CloudFront, and every other in that of the config', async () => {
      const regions = async (name: string) => {
        const before = server.requests.length;
        await new DeployedStacks(access).read(new Map([[name, template]]));
        const asked = server.requests.slice(before).map(({ headers }) => String(headers.authorization));
        return [...new Set(asked.flatMap((text) => /\/([a-z0-9-]+)\/cloudformation/.exec(text)?.[1] ?? []))];
      };
      assert.deepEqual(await regions('example-certificate'), ['us-east-1']);
      assert.deepEqual(await regions('example-ghost'), [REGION]);
    });

    test('is the same when only metadata differs', async () => {
      const deployed = { Resources: { Bucket: { Metadata: { 'aws:cdk:path': 'B' }, Type: 'AWS::S3::Bucket' } } };
      state.stacks = { 'example-ghost': { status: 'UPDATE_COMPLETE', template: deployed } };
      assert.equal((await read())?.same, true);
    });

    test('is another one when a resource differs', async () => {
      state.stacks = { 'example-ghost': { status: 'UPDATE_COMPLETE', template: { Resources: {} } } };
      assert.equal((await read())?.same, false);
    });

    test('that does not exist is absent', async () => {
      assert.deepEqual(await read(), { name: 'example-ghost', status: 'ABSENT', same: false, failures: [] });
    });

    test('that rolled back names what failed first in its last operation, and when it ended', async () => {
      const events = [
        { id: 'STACK', status: 'UPDATE_ROLLBACK_COMPLETE', at: '2026-11-23T10:03:00Z' },
        { id: 'Other', status: 'UPDATE_FAILED', reason: 'Resource update cancelled', at: '2026-11-23T10:02:01Z' },
        {
          id: 'Database',
          status: 'UPDATE_FAILED',
          reason: 'no such class\n    at handler (index.js:1:2)',
          at: '2026-11-23T10:02:00Z',
        },
        { id: 'STACK', status: 'UPDATE_IN_PROGRESS', at: '2026-11-23T10:01:00Z' },
        { id: 'Old', status: 'UPDATE_FAILED', reason: 'of an earlier operation', at: '2026-11-01T00:00:00Z' },
      ];
      state.stacks = { 'example-ghost': { status: 'UPDATE_ROLLBACK_COMPLETE', template: {}, events } };
      const facts = await read();
      assert.deepEqual(facts?.failures, [
        'Database (AWS::Some::Type): no such class',
        'Other (AWS::Some::Type): Resource update cancelled',
      ]);
      assert.equal(facts?.at, '2026-11-23T10:03:00.000Z');
    });

    test('is compared once, until it changes', async () => {
      state.stacks = { 'example-ghost': { status: 'UPDATE_COMPLETE', template } };
      const stacks = new DeployedStacks(access);
      const templates = new Map([['example-ghost', template]]);
      const asked = () => server.requests.filter(({ body }) => body.includes('Action=GetTemplate')).length;
      const before = asked();
      await stacks.read(templates);
      await stacks.read(templates);
      assert.equal(asked() - before, 1);
    });
  });

  describe("the pipeline's execution of a commit", () => {
    test('is its latest', async () => {
      state.executions = [
        { status: 'InProgress', revision: COMMIT },
        { status: 'Failed', revision: COMMIT },
      ];
      assert.equal(await readExecution(access, 'pipeline', COMMIT), 'running');
    });

    test('has failed when it was cancelled', async () => {
      state.executions = [{ status: 'Cancelled', revision: COMMIT }];
      assert.equal(await readExecution(access, 'pipeline', COMMIT), 'failed');
    });

    test('is none when only other commits were executed, or there is no pipeline', async () => {
      state.executions = [{ status: 'Succeeded', revision: EARLIER }];
      assert.equal(await readExecution(access, 'pipeline', COMMIT), 'none');
      assert.equal(await readExecution(access, undefined, COMMIT), 'none');
    });

    test('of a commit that was promoted twice began when the later promotion did', async () => {
      const [later, earlier] = [new Date('2026-11-27T12:00:00Z'), new Date('2026-11-27T09:00:00Z')];
      state.executions = [later, earlier].map((startTime) => ({ status: 'Succeeded', revision: COMMIT, startTime }));
      assert.equal(await readExecutionStart(access, 'pipeline', COMMIT), later.getTime());
      assert.equal(await readExecutionStart(access, 'pipeline', EARLIER), undefined);
    });
  });

  describe('target groups', () => {
    test('are found in their stack, and named by what made them', async () => {
      const type = 'AWS::ElasticLoadBalancingV2::TargetGroup';
      state.stacks = { 'example-ghost': { status: 'CREATE_COMPLETE', template: {} } };
      state.resources = {
        'example-ghost': [
          { id: 'LoadBalancerGhostTargetsA1B2C3D4', type, physicalId: 'arn:ghost' },
          { id: 'Bucket', type: 'AWS::S3::Bucket', physicalId: 'bucket' },
        ],
      };
      state.targets = { 'arn:ghost': ['healthy', 'draining'] };
      assert.deepEqual(await new TargetGroups(access, 'example-ghost').read(), [
        { name: 'LoadBalancerGhostTargets', states: ['healthy', 'draining'] },
      ]);
    });
  });

  describe('the cluster', () => {
    test('is reached at its endpoint with a token of the caller, not of the lookup role', async () => {
      state.cluster = { endpoint: 'https://cluster.example' };
      const { endpoint, token, certificateAuthority } = await clusterConnection(access, 'example');
      assert.equal(endpoint, 'https://cluster.example');
      assert.match(certificateAuthority, /^-----BEGIN CERTIFICATE-----/);
      const url = new URL(Buffer.from((await token()).replace('k8s-aws-v1.', ''), 'base64url').toString());
      assert.match(url.searchParams.get('X-Amz-Credential') ?? '', /^AKIDFAKE\//);
    });

    test('that is being made cannot be read yet, which is worth waiting for', async () => {
      const result = await reading(() => clusterConnection(access, 'example'));
      assert.ok('error' in result);
      assert.match(result.error, /it is CREATING/);
      assert.ok(result.finalAfterSeconds > 60);
    });
  });
});
