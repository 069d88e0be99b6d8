import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { keptBuckets } from '../../../cli/destroy/kept-buckets.ts';
import { findLeftovers } from '../../../cli/destroy/leftovers.ts';
import { clientSettings } from '../../../cli/shared/client-settings.ts';
import { standing } from '../doctor/standing.ts';
import { FakeServer } from '../verify/fakes/http.ts';

const EVENTS: Readonly<Record<string, readonly [type: string, status: string, id: string][]>> = {
  'arn:stack/fixture-ghost/gone': [
    ['AWS::S3::Bucket', 'DELETE_COMPLETE', 'fixture-ghost-away'],
    ['AWS::S3::Bucket', 'DELETE_SKIPPED', 'fixture-ghost-accesslogs-1'],
    ['AWS::EFS::FileSystem', 'DELETE_SKIPPED', 'fs-1'],
  ],
  'arn:stack/fixture-ghost/stands': [
    ['AWS::S3::Bucket', 'CREATE_COMPLETE', 'fixture-ghost-accesslogs-3'],
    ['AWS::S3::Bucket', 'DELETE_SKIPPED', 'fixture-ghost-accesslogs-2'],
  ],
  'arn:stack/fixture-ghost-ghost/other': [['AWS::S3::Bucket', 'DELETE_SKIPPED', 'fixture-ghost-ghost-accesslogs']],
};

let server: FakeServer;
before(async () => {
  server = await FakeServer.start(({ body }) => {
    const parameters = new URLSearchParams(body);
    const action = parameters.get('Action');
    const members =
      action === 'ListStacks'
        ? Object.keys(EVENTS).map((id) => {
            const [, name] = id.split('/');
            return `<member><StackId>${id}</StackId><StackName>${name}</StackName><StackStatus>DELETE_COMPLETE</StackStatus><CreationTime>2026-01-01T00:00:00Z</CreationTime></member>`;
          })
        : (EVENTS[parameters.get('StackName') ?? ''] ?? []).map(
            ([type, status, id], i) =>
              `<member><EventId>${i}</EventId><StackId>s</StackId><StackName>s</StackName><ResourceType>${type}</ResourceType><ResourceStatus>${status}</ResourceStatus><PhysicalResourceId>${id}</PhysicalResourceId><Timestamp>2026-01-01T00:00:00Z</Timestamp></member>`,
          );
    const list = action === 'ListStacks' ? 'StackSummaries' : 'StackEvents';
    const result = `<${action}Result><${list}>${members.join('')}</${list}></${action}Result>`;
    return { type: 'text/xml', body: `<${action}Response>${result}</${action}Response>` };
  });
});
after(() => server.stop());

const settings = () => {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return { ...clientSettings('eu-west-1', credentials), endpoint: server.url, maxAttempts: 1 };
};

test('buckets of access logs are found, whether they stayed when the stack went or when they were turned off', async () => {
  const found = await keptBuckets({ name: 'fixture', region: 'eu-west-1' }, settings());
  assert.deepEqual(found, ['fixture-ghost-accesslogs-1', 'fixture-ghost-accesslogs-2']);
});

test('each is told with what it costs and what removes it', async () => {
  const { account, config } = standing({ account: { stacks: async () => [], secretExists: async () => false } });
  const { left } = await findLeftovers(config, account, settings());
  const [bucket] = left.filter(({ what }) => what.startsWith('bucket '));
  assert.match(bucket?.why ?? '', /0\.023 dollars a GB and month$/);
  assert.deepEqual(bucket?.remove, ['aws s3 rb --force --region eu-west-1 s3://fixture-ghost-accesslogs-1']);
});
