import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { clusterTokens } from '../../../../cli/verify/observe/cluster-token.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'a/b+c=' };

async function signed(region: string): Promise<URL> {
  const token = await clusterTokens('example', region, credentials)();
  assert.match(token, /^k8s-aws-v1\.[A-Za-z0-9_-]+$/);
  return new URL(Buffer.from(token.slice('k8s-aws-v1.'.length), 'base64url').toString());
}

describe('a token for the cluster', () => {
  test("is a presigned question to STS's public name, whatever AWS_ENDPOINT_URL says", async () => {
    process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:1';
    const url = await signed('eu-west-1');
    assert.equal(url.origin, 'https://sts.eu-west-1.amazonaws.com');
    assert.equal(url.searchParams.get('Action'), 'GetCallerIdentity');
    assert.equal(url.searchParams.get('X-Amz-Expires'), '60');
    assert.equal(url.searchParams.get('X-Amz-Security-Token'), credentials.sessionToken);
    assert.match(url.searchParams.get('X-Amz-Signature') ?? '', /^[0-9a-f]{64}$/);
  });

  test("signs the cluster's name, so that it is of no use at another one", async () => {
    const url = await signed('eu-west-1');
    assert.equal(url.searchParams.get('X-Amz-SignedHeaders'), 'host;x-k8s-aws-id');
  });

  test('goes to the name that STS has in China', async () => {
    assert.equal((await signed('cn-north-1')).host, 'sts.cn-north-1.amazonaws.com.cn');
  });

  test('is kept while it is valid', async () => {
    const token = clusterTokens('example', 'eu-west-1', credentials);
    assert.equal(await token(), await token());
  });
});
