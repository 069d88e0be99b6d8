import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { describe, type TestContext, test } from 'node:test';
import { lookAt } from '../../../../cli/drift/workload.ts';
import { askToReconcile, readCluster } from '../../../../cli/verify/observe/cluster.ts';
import { readGate } from '../../../../cli/verify/observe/gate.ts';
import { unreachable } from '../../../../cli/verify/observe/kubernetes-answer.ts';
import { KubernetesApi } from '../../../../cli/verify/observe/kubernetes-api.ts';
import { OwnedObjects } from '../../../../cli/verify/observe/owned-objects.ts';
import { reading } from '../../../../cli/verify/observe/reading.ts';
import { startServer } from '../../../support/answering.ts';
import { dripping, WRONG_ANSWERS } from '../../../support/wrong-answers.ts';

/** Everything that a command asks of a cluster. */
const CALLS: Readonly<Record<string, (api: KubernetesApi) => Promise<unknown>>> = {
  'what Flux and its objects do': (api) => readCluster(api, new OwnedObjects(api)),
  'what was changed by hand': lookAt,
  'the objects of a kind': (api) => api.list('helmreleases'),
  'the metadata of a kind': (api) => api.listMetadata('/api/v1/pods'),
  'what stands at a path': (api) => api.read('/api/v1'),
  'the settings': (api) => api.settings(),
  'to fetch now': (api) => askToReconcile(api, new Date()),
};

const CLUSTER = { region: 'eu-west-1', name: 'blog' };

/** A client of something that gives everybody this answer. */
async function clientOf(t: TestContext, answer: RequestListener, timeout?: number): Promise<KubernetesApi> {
  const endpoint = await startServer(t, answer);
  const api = new KubernetesApi({ endpoint, certificateAuthority: '', token: async () => 'secret' }, timeout);
  t.after(() => api.close());
  return api;
}

/** What a look says that could not see. */
async function told(ask: () => Promise<unknown>): Promise<{ error: string; help: string }> {
  const found = await reading(ask, CLUSTER);
  if ('error' in found) return found;
  throw new assert.AssertionError({
    message: `it was believed: ${JSON.stringify(found.value)}; let cli/verify/observe/kubernetes-answer.ts refuse it`,
  });
}

/** On one line, without the words of a library. */
const PLAIN = /^(?!\w*Error\b)[^\n<]+$/;

describe('something that answers in the place of the cluster', () => {
  for (const [answer, listener] of Object.entries(WRONG_ANSWERS))
    test(`is not believed, whatever is asked: ${answer}`, async (t) => {
      const api = await clientOf(t, listener);
      for (const [what, ask] of Object.entries(CALLS)) {
        const { error, help } = await told(() => ask(api));
        assert.match(error, PLAIN, `${what}: the message is no sentence of ours`);
        assert.match(error, /API server|^(GET|PATCH) .*: 500 with nothing in it$|not as its API describes/, what);
        assert.match(help, /\w/, what);
      }
    });

  for (const [answer, listener] of Object.entries(WRONG_ANSWERS))
    test(`does not open the gate, nor shows changed settings: ${answer}`, async (t) => {
      const api = await clientOf(t, listener);
      assert.deepEqual(await readGate('locked', 'made', api.settings()), {
        locked: 'locked',
        synthesized: 'made',
      });
    });

  test('has its page not quoted as the log of a container', async (t) => {
    const api = await clientOf(t, WRONG_ANSWERS['a page'] ?? dripping);
    const asking = told(() => api.logLines({ namespace: 'ghost', name: 'ghost-1' }, 'ghost', false));
    assert.match((await asking).error, /is not one: GET .*\/log: 200, Welcome to the hotel$/);
  });

  test('does not get the token of the cluster at the address that it leads to', async (t) => {
    const seen: (string | undefined)[] = [];
    const elsewhere = await startServer(t, (request, response) => {
      seen.push(request.headers.authorization);
      response.end();
    });
    const api = await clientOf(t, (_, response) => void response.writeHead(302, { location: elsewhere }).end());
    const { error } = await told(() => api.list('pods'));
    assert.match(error, /is not one: GET \/api\/v1\/pods: 302, it leads to http:/);
    assert.deepEqual(seen, []);
  });

  test('is left alone when its answer has no end, though it is never silent', async (t) => {
    const api = await clientOf(t, dripping, 100);
    assert.match(
      (await told(() => api.list('pods'))).error,
      /cannot be reached at http:.*: no whole answer within 0\.1 s$/,
    );
  });
});

describe('the API server that cannot be reached', () => {
  for (const code of ['SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ERR_TLS_CERT_ALTNAME_INVALID'])
    test(`because another certificate is shown points at a proxy: ${code}`, () => {
      const { message, help } = unreachable('https://x.eks.amazonaws.com', Object.assign(new Error('why'), { code }));
      assert.match(message, /^the cluster's API server cannot be reached at https:\/\/x\.eks\.amazonaws\.com: why$/);
      assert.match(help, /a proxy on the way opens the connection/);
    });

  test('for another reason points at who is admitted, also when Node.js gives a code alone', () => {
    const { message, help } = unreachable('https://x', Object.assign(new Error(''), { code: 'ETIMEDOUT' }));
    assert.match(message, /: ETIMEDOUT$/);
    assert.match(help, /kubernetesApi\.allowedCidrs/);
  });
});

describe('the API server itself', () => {
  const refusing = (status: number, body: string): RequestListener => {
    return (_, response) => void response.writeHead(status).end(body);
  };

  test('says that it does not know a kind in words of its own', async (t) => {
    const api = await clientOf(t, refusing(404, '404 page not found\n'));
    assert.deepEqual(await api.list('helmreleases'), []);
  });

  for (const [status, body, words] of [
    [429, 'Too many requests, please try again later.\n', /: 429 Too many requests/],
    [503, '', /: 503 with nothing in it$/],
    [500, '{"kind":"Status","message":"etcdserver: request timed out"}', /: 500 etcdserver: request timed out$/],
  ] as const)
    test(`is quoted when it has troubles: ${status}`, async (t) => {
      const api = await clientOf(t, refusing(status, body));
      assert.match((await told(() => api.list('pods'))).error, words);
    });
});
