import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '../../../rehearsal/http/json-server.ts';
import { giveCredentials, verifyWith } from '../../../rehearsal/pod-identity/agent.ts';
import type { Associations } from '../../../rehearsal/pod-identity/associations.ts';

const CREDENTIALS = { AccessKeyId: 'a', SecretAccessKey: 's', Token: 't', AccountId: '1', Expiration: '2030-01-01' };
const associations: Associations = {
  has: async () => assert.fail('the agent does not look; EKS does'),
  credentials: async ({ namespace, serviceAccount }) => {
    if (`${namespace}/${serviceAccount}` !== 'operators/reader') throw new Refusal(403, 'no association');
    return CREDENTIALS;
  },
};

/** A kubectl whose TokenReview gives this status. */
const judge = (status: object) => verifyWith(async () => JSON.stringify({ status }));
const good = judge({ authenticated: true, user: { username: 'system:serviceaccount:operators:reader' } });

const ask = (verify: ReturnType<typeof verifyWith>, authorization?: string, path = '/v1/credentials') => {
  const headers = authorization ? { authorization } : {};
  return giveCredentials({ method: 'GET', path, headers, body: undefined }, verify, associations);
};
const status = (expected: number) => (error: unknown) => error instanceof Refusal && error.status === expected;

test('a pod that shows its token gets the credentials of its role', async () => {
  assert.deepEqual(await ask(good, 'token'), CREDENTIALS);
});

test('the cluster judges the token for the audience of the agent', async () => {
  let asked = '';
  const verify = verifyWith(async (_args, options) => {
    asked = options?.input ?? '';
    return JSON.stringify({ status: { authenticated: true, user: { username: 'system:serviceaccount:a:b' } } });
  });
  await verify('the-token');
  assert.deepEqual(JSON.parse(asked).spec, { token: 'the-token', audiences: ['pods.eks.amazonaws.com'] });
});

test('no token, a bad token, a person, or a ServiceAccount without a role get nothing', async () => {
  await assert.rejects(ask(good), status(400));
  await assert.rejects(ask(judge({ error: 'expired' }), 'token'), status(401));
  await assert.rejects(ask(judge({ authenticated: true, user: { username: 'admin' } }), 'token'), status(401));
  const other = judge({ authenticated: true, user: { username: 'system:serviceaccount:operators:other' } });
  await assert.rejects(ask(other, 'token'), status(403));
  await assert.rejects(ask(good, 'token', '/latest/meta-data'), status(404));
});
