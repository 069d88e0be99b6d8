import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { type JsonRequest, listenJson, Refusal } from '../../shared/http/json-server.ts';
import { associationsOf } from './associations.ts';

const ACCOUNT = '444455556666';
const READER = { namespace: 'operators', serviceAccount: 'reader' };

async function emulator(t: TestContext, answer: (request: JsonRequest) => unknown) {
  const server = await listenJson({ host: '127.0.0.1', port: 0 }, async (request) => answer(request));
  t.after(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return associationsOf('onemerge', { account: ACCOUNT, url, authority: '' });
}

test('only associations of this very cluster, namespace and ServiceAccount count', async (t) => {
  const list = [
    { ...READER, clusterName: 'another' },
    { ...READER, clusterName: 'onemerge', namespace: 'default' },
  ];
  const associations = await emulator(t, () => ({ associations: list }));
  assert.equal(await associations.has(READER), false);
  list.push({ ...READER, clusterName: 'onemerge' });
  assert.equal(await associations.has(READER), true);
});

test('the emulator is asked about the account of the cluster alone', async (t) => {
  const paths: string[] = [];
  const associations = await emulator(t, ({ path }) => {
    paths.push(path);
    return { associations: [] };
  });
  await associations.has(READER);
  assert.deepEqual(paths, [`/_rehearsal/pod-identities?account=${ACCOUNT}`]);
});

test('credentials come in the form that SDKs read', async (t) => {
  const grant = { accessKeyId: 'a', secretAccessKey: 's', sessionToken: 't', accountId: '1', expiration: '2030-01-01' };
  const associations = await emulator(t, ({ body }) => {
    assert.deepEqual(body, { cluster: 'onemerge', token: 'token' });
    return grant;
  });
  const expected = { AccessKeyId: 'a', SecretAccessKey: 's', Token: 't', AccountId: '1', Expiration: '2030-01-01' };
  assert.deepEqual(await associations.credentials('token'), expected);
});

test('a token or a role that EKS refuses is a refusal, a broken emulator is an error that says so', async (t) => {
  const refusing = await emulator(t, () => {
    throw new Refusal(403, 'the trust policy does not allow it');
  });
  await assert.rejects(refusing.credentials('token'), (error) => error instanceof Refusal && error.status === 403);
  const broken = await emulator(t, () => ({ unknown: 'shape' }));
  await assert.rejects(broken.has(READER), /the fake EKS answered 200/);
});
