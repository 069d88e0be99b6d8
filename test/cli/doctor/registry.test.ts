import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openRegistry } from '../../../cli/doctor/registry/registry.ts';

const INDEX = { manifests: ['amd64', 'arm64'].map((architecture) => ({ platform: { os: 'linux', architecture } })) };
const IMAGE = { config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: 'sha256:1' } };
const CHART = { config: { mediaType: 'application/vnd.cncf.helm.config.v1+json', digest: 'sha256:1' } };
const CHALLENGE = 'Bearer realm="https://ghcr.io/token",service="ghcr.io",scope="repository:team/web:pull"';

type Answers = Readonly<Record<string, () => Response>>;

/** A registry that answers by path, and what it was asked. */
function registry(answers: Answers, token?: string) {
  const asked: string[] = [];
  const fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const url = new URL(String(input));
    asked.push(`${url.host}${url.pathname}`);
    if (url.pathname === '/token') return Response.json({ token, scope: url.searchParams.get('scope') });
    if (token !== undefined && new Headers(init?.headers).get('authorization') !== `Bearer ${token}`) {
      return new Response('', { status: 401, headers: { 'www-authenticate': CHALLENGE } });
    }
    return answers[url.pathname]?.() ?? new Response('', { status: 404 });
  };
  return { asked, registry: openRegistry(fetch) };
}

const serving = (manifest: object): Answers => ({ '/v2/team/web/manifests/1.0.0': () => Response.json(manifest) });

describe('what a cluster could pull from a registry', () => {
  test('is made for the platforms of its index', async () => {
    const { registry: it } = registry(serving(INDEX));
    assert.deepEqual(await it.platforms('ghcr.io/team/web:1.0.0'), ['linux/amd64', 'linux/arm64']);
  });

  test('is made for one platform when there is no index', async () => {
    const config = () => Response.json({ os: 'linux', architecture: 'amd64', config: {} });
    const { registry: it } = registry({ ...serving(IMAGE), '/v2/team/web/blobs/sha256:1': config });
    assert.deepEqual(await it.platforms('ghcr.io/team/web:1.0.0'), ['linux/amd64']);
  });

  test('is for every platform when it is a chart', async () => {
    assert.deepEqual(await registry(serving(CHART)).registry.platforms('ghcr.io/team/web:1.0.0'), []);
  });

  test('is asked for with a token for everybody, when the registry wants one', async () => {
    const { registry: it, asked } = registry(serving(INDEX), 'for-everybody');
    assert.equal((await it.platforms('ghcr.io/team/web:1.0.0'))?.length, 2);
    assert.deepEqual(asked, [
      'ghcr.io/v2/team/web/manifests/1.0.0',
      'ghcr.io/token',
      'ghcr.io/v2/team/web/manifests/1.0.0',
    ]);
  });

  test('is not there under a tag that was never pushed', async () => {
    assert.equal(await registry(serving(INDEX)).registry.platforms('ghcr.io/team/web:2.0.0'), undefined);
  });

  test('is not there for the public when the registry wants an account', async () => {
    const private_ = () => new Response('', { status: 403 });
    const { registry: it } = registry({ '/v2/team/web/manifests/1.0.0': private_ });
    assert.equal(await it.platforms('ghcr.io/team/web:1.0.0'), undefined);
  });

  test('is asked for by its digest when the name pins one', async () => {
    const { registry: it, asked } = registry({});
    await it.platforms('ghcr.io/team/web:1.0.0@sha256:abc');
    assert.deepEqual(asked, ['ghcr.io/v2/team/web/manifests/sha256:abc']);
  });
});

describe('what cannot be asked', () => {
  test('names the registry that limits us', async () => {
    const limited = () => new Response('', { status: 429 });
    const { registry: it } = registry({ '/v2/library/ghost/manifests/6': limited });
    await assert.rejects(it.platforms('ghost:6'), /the registry registry-1\.docker\.io answered 429 to https:/);
  });

  test('names the registry that cannot be reached, and why', async () => {
    const unreachable = openRegistry(async () => {
      throw new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND ghcr.io') });
    });
    const message = 'the registry ghcr.io cannot be reached: getaddrinfo ENOTFOUND ghcr.io';
    await assert.rejects(unreachable.platforms('ghcr.io/team/web:1.0.0'), { message });
  });

  test('a challenge that leads away from HTTPS is not followed', async () => {
    const challenge = { 'www-authenticate': 'Bearer realm="http://elsewhere.example/token"' };
    const asked: string[] = [];
    const it = openRegistry(async (url) => {
      asked.push(String(url));
      return new Response('', { status: 401, headers: challenge });
    });
    assert.equal(await it.platforms('ghcr.io/team/web:1.0.0'), undefined);
    assert.equal(asked.length, 1);
  });
});
