import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Associations } from './associations.ts';
import { admit, webhookConfiguration } from './webhook.ts';

const OPTIONS = { region: 'eu-west-1', credentials: 'http://agent', endpoints: {} };
const associations = (has: boolean): Associations => ({
  has: async ({ namespace, serviceAccount }) => has && `${namespace}/${serviceAccount}` === 'operators/reader',
  credentials: async () => assert.fail('no credentials are needed to admit a pod'),
});

const review = (serviceAccountName: string) => ({
  request: { uid: '42', namespace: 'operators', object: { spec: { serviceAccountName, containers: [{ name: 'c' }] } } },
});

async function response(body: unknown, has = true) {
  const answer = (await admit(body, associations(has), OPTIONS, () => undefined)) as {
    response: { uid: string; allowed: boolean; patch?: string };
  };
  return answer.response;
}

test('a pod whose ServiceAccount has an association is patched', async () => {
  const { uid, allowed, patch = '' } = await response(review('reader'));
  assert.deepEqual({ uid, allowed }, { uid: '42', allowed: true });
  assert.match(Buffer.from(patch, 'base64').toString(), /AWS_CONTAINER_CREDENTIALS_FULL_URI/);
});

test('a pod that is made before its association, or of another ServiceAccount, passes without credentials', async () => {
  assert.deepEqual(await response(review('reader'), false), { uid: '42', allowed: true });
  assert.deepEqual(await response(review('other')), { uid: '42', allowed: true });
});

test('something that is not the review of a pod is refused with what is missing', async () => {
  await assert.rejects(response({ request: { uid: '42' } }), /not a review of a pod.*namespace/s);
});

test('the API server asks for new pods only, so a pod never gets credentials later', () => {
  const [webhook] = webhookConfiguration('https://127.0.0.1:7443/', 'PEM').webhooks;
  assert.deepEqual(webhook?.rules[0]?.operations, ['CREATE']);
  assert.equal(webhook?.failurePolicy, 'Ignore');
});
