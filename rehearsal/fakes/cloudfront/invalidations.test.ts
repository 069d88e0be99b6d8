import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CloudFrontClient, GetInvalidationCommand } from '@aws-sdk/client-cloudfront';
import { Invalidations } from './invalidations.ts';

/** AWS with invalidations of these paths, by id; it does not answer while `silent`. */
function account(taken: Record<string, string[]>) {
  const state = { silent: false };
  const client = new CloudFrontClient({ region: 'eu-west-1' });
  const send = async (command: unknown) => {
    if (state.silent) throw new Error('connection refused');
    if (command instanceof GetInvalidationCommand)
      return { Invalidation: { InvalidationBatch: { Paths: { Items: taken[command.input.Id ?? ''] } } } };
    return { InvalidationList: { Items: Object.keys(taken).map((Id) => ({ Id })) } };
  };
  return { state, client: Object.assign(client, { send }) };
}

test('each invalidation that AWS has taken is acted on once', async () => {
  const taken: Record<string, string[]> = { one: ['/a', '/b/*'] };
  const invalidations = new Invalidations(account(taken).client, 'E1');
  assert.deepEqual(await invalidations.next(), ['/a', '/b/*']);
  assert.deepEqual(await invalidations.next(), []);
  taken.two = ['/*'];
  assert.deepEqual(await invalidations.next(), ['/*']);
});

test('one that AWS did not tell of is looked for again', async () => {
  const { client, state } = account({ one: ['/*'] });
  const invalidations = new Invalidations(client, 'E1');
  const stop = new AbortController();
  state.silent = true;
  const acted: string[] = [];
  await invalidations.follow((paths) => {
    acted.push(...paths);
    stop.abort();
  }, stop.signal);
  assert.deepEqual(acted, []);
  state.silent = false;
  assert.deepEqual(await invalidations.next(), ['/*']);
});
