import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '../../shared/http/json-server.ts';
import { giveCredentials } from './agent.ts';

const CREDENTIALS = { AccessKeyId: 'a', SecretAccessKey: 's', Token: 't', AccountId: '1', Expiration: '2030-01-01' };

const ask = (authorization?: string, path = '/v1/credentials') => {
  const headers = authorization ? { authorization } : {};
  const credentials = async (token: string) => {
    if (token !== 'good') throw new Refusal(403, 'the token is not good');
    return CREDENTIALS;
  };
  return giveCredentials({ method: 'GET', path, headers, body: undefined }, { credentials });
};
const status = (expected: number) => (error: unknown) => error instanceof Refusal && error.status === expected;

test('a pod that shows its token gets the credentials of its role', async () => {
  assert.deepEqual(await ask('good'), CREDENTIALS);
});

test('no token, a bad token, or another path get nothing', async () => {
  await assert.rejects(ask(), status(400));
  await assert.rejects(ask('bad'), status(403));
  await assert.rejects(ask('good', '/latest/meta-data'), status(404));
});
