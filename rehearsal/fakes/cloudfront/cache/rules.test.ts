import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Served } from './edge-cache.ts';
import { AWAY, page, scene } from './scene.ts';

const GUIDE = 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide';
const EXPIRATION = `${GUIDE}/Expiration.html#ExpirationDownloadDist`;
const ERRORS = `${GUIDE}/HTTPStatusCodes.html`;
const ORIGIN = `${GUIDE}/RequestAndResponseBehaviorCustomOrigin.html`;
const INVALIDATION = `${GUIDE}/invalidation-specifying-objects.html`;

interface Rule {
  readonly rule: string;
  readonly source: string;
  readonly holds: () => Promise<void>;
}

const seen = ({ found, answer }: Served) => `${found} ${answer.body.toString() || answer.status}`;

/** Requires that an object is served from the cache for so many seconds, and no longer. */
async function keptFor(seconds: number, ttl: Parameters<typeof scene>[0], headers: Record<string, string>) {
  const { get, pass } = scene(ttl);
  const object = { headers, body: Buffer.from('one') };
  await get(object);
  pass(seconds - 1);
  assert.equal(seen(await get({ ...object, body: Buffer.from('two') })), 'Hit one', `after ${seconds - 1} s`);
  pass(1);
  assert.equal(seen(await get({ ...object, body: Buffer.from('two') })), 'Miss two', `after ${seconds} s`);
}

/** Requires that an answer reaches nobody but who asked. */
async function neverKept(ttl: Parameters<typeof scene>[0], cacheControl: string) {
  const { get } = scene(ttl);
  await get(page('for one', cacheControl));
  assert.equal(seen(await get(page('for another', cacheControl))), 'Miss for another', cacheControl);
  assert.equal(seen(await get(AWAY)), 'Error 502', `${cacheControl} may not be served to others on an error either`);
}

const TIMES: readonly Rule[] = [
  {
    rule: 'max-age counts up to the maximum',
    source: EXPIRATION,
    holds: async () => {
      await keptFor(60, {}, { 'cache-control': 'public, max-age=60' });
      await keptFor(10, { max: 10 }, { 'cache-control': 'public, max-age=60' });
    },
  },
  {
    rule: 's-maxage counts before max-age',
    source: EXPIRATION,
    holds: () => keptFor(5, {}, { 'cache-control': 'max-age=60, s-maxage=5' }),
  },
  {
    rule: 'max-age counts before Expires, and Expires without it',
    source: `${GUIDE}/Expiration.html#expiration-individual-objects`,
    holds: async () => {
      const expires = new Date(Date.UTC(2026, 0, 1, 0, 0, 30)).toUTCString();
      await keptFor(30, {}, { expires });
      await keptFor(5, {}, { expires, 'cache-control': 'max-age=5' });
    },
  },
  {
    rule: 'without a word of the origin the default counts, or the minimum if it is longer',
    source: EXPIRATION,
    holds: async () => {
      await keptFor(20, { default: 20 }, {});
      await keptFor(40, { default: 20, min: 40 }, {});
    },
  },
  {
    rule: 'a minimum lengthens what the origin says',
    source: EXPIRATION,
    holds: () => keptFor(40, { min: 40 }, { 'cache-control': 'max-age=5' }),
  },
  {
    rule: 'with a minimum of 0, private, no-store and no-cache are respected',
    source: EXPIRATION,
    holds: async () => {
      for (const word of ['private', 'no-store', 'no-cache']) await neverKept({}, `${word}, max-age=60`);
    },
  },
  {
    rule: 'with a minimum above 0, even what is private is kept and given to others',
    source: EXPIRATION,
    holds: () => keptFor(30, { min: 30 }, { 'cache-control': 'private, no-store' }),
  },
];

const EXPIRED: readonly Rule[] = [
  {
    rule: 'an expired object is asked for with its ETag and date, and a 304 makes it new',
    source: `${ORIGIN}#RequestCustomConditionalGETs`,
    holds: async () => {
      const { get, pass, asked } = scene();
      await get(page('one', 'max-age=10', { etag: 'W/"1"', 'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT' }));
      pass(10);
      const { found, answer, age } = await get({ status: 304, headers: { 'cache-control': 'max-age=10' } });
      assert.deepEqual([found, answer.status, answer.body.toString(), age], ['RefreshHit', 200, 'one', undefined]);
      const conditions = { 'if-none-match': 'W/"1"', 'if-modified-since': 'Thu, 01 Jan 2026 00:00:00 GMT' };
      assert.deepEqual(asked, [{}, conditions]);
      pass(9);
      assert.equal((await get(AWAY)).found, 'Hit', 'the confirmation counts anew');
    },
  },
  {
    rule: 'an object of max-age=0 is kept, and confirmed at every request',
    source: `${ORIGIN}#RequestCustomConditionalGETs`,
    holds: async () => {
      const { get, asked } = scene();
      await get(page('one', 'public, max-age=0', { etag: '"1"' }));
      assert.equal((await get({ status: 304 })).found, 'RefreshHit');
      assert.deepEqual(asked.at(-1), { 'if-none-match': '"1"' });
    },
  },
  {
    rule: 'an expired object is served when the origin fails or answers 5xx',
    source: `${ERRORS}#HTTPStatusCodes-no-custom-error-pages-in-cache`,
    holds: async () => {
      for (const failure of [AWAY, { status: 503 }]) {
        const { get, pass } = scene();
        await get(page('one', 'max-age=1'));
        pass(100);
        const served = await get(failure);
        assert.deepEqual([seen(served), served.age], ['Hit one', 100]);
      }
    },
  },
  {
    rule: 'after a failure the origin is left alone for the error caching minimum, 10 s unless the distribution says else',
    source: `${ERRORS}#HTTPStatusCodes-no-custom-error-pages-in-cache`,
    holds: async () => {
      for (const [times, seconds] of [[new Map(), 10] as const, [new Map([[502, 1]]), 1] as const]) {
        const { get, pass } = scene({}, times);
        await get(page('one', 'max-age=0'));
        await get(AWAY);
        pass(seconds - 0.1);
        assert.equal(seen(await get(page('two', 'max-age=0'))), 'Hit one', 'the recovered origin was asked too early');
        pass(0.1);
        assert.equal(seen(await get(page('two', 'max-age=0'))), 'Miss two');
      }
    },
  },
  {
    rule: 'a 4xx of the origin is given on in place of the expired object',
    source: `${ERRORS}#HTTPStatusCodes-no-custom-error-pages-in-cache`,
    holds: async () => {
      const { get, pass } = scene();
      await get(page('one', 'max-age=1'));
      pass(1);
      assert.equal(seen(await get({ status: 404 })), 'Error 404');
      pass(10);
      assert.equal(seen(await get(AWAY)), 'Error 502', 'what was withdrawn may not come back');
    },
  },
  {
    rule: 'stale-if-error ends that after its time, and 0 forbids it',
    source: `${GUIDE}/Expiration.html`,
    holds: async () => {
      const { get, pass } = scene({}, new Map([[502, 0]]));
      await get(page('one', 'max-age=10, stale-if-error=60'));
      pass(69);
      assert.equal(seen(await get(AWAY)), 'Hit one');
      pass(1);
      assert.equal(seen(await get(AWAY)), 'Error 502');
      const other = scene();
      await other.get(page('one', 'max-age=1, stale-if-error=0'));
      other.pass(1);
      assert.equal(seen(await other.get(AWAY)), 'Error 502');
    },
  },
  {
    rule: 'within stale-while-revalidate the expired object comes at once, and the next reader gets the new one',
    source: `${GUIDE}/Expiration.html`,
    holds: async () => {
      const { get, pass } = scene();
      await get(page('one', 'max-age=10, stale-while-revalidate=5'));
      pass(14);
      assert.equal(seen(await get(page('two', 'max-age=10'))), 'Hit one');
      await new Promise(setImmediate);
      assert.equal(seen(await get(page('three', 'max-age=10'))), 'Hit two');
    },
  },
];

const FAILURES: readonly Rule[] = [
  {
    rule: '404, 405, 414, 416 and 5xx are kept for the error caching minimum, whatever they say',
    source: `${ERRORS}#HTTPStatusCodes-cached-errors-general`,
    holds: async () => {
      for (const status of [404, 405, 414, 416, 500, 501, 502, 503, 504]) {
        const { get, pass } = scene({}, new Map([[status, 3]]));
        await get({ status, headers: { 'cache-control': 'no-store' } });
        pass(2);
        assert.equal(seen(await get(page('there', 'max-age=0'))), `Error ${status}`);
        pass(1);
        assert.equal(seen(await get(page('there', 'max-age=0'))), 'Miss there');
      }
    },
  },
  {
    rule: '400, 403, 412 and 415 are kept only when the origin says for how long',
    source: `${ERRORS}#HTTPStatusCodes-cached-errors-with-cache-control`,
    holds: async () => {
      for (const status of [400, 403, 412, 415]) {
        const silent = scene();
        await silent.get({ status });
        assert.equal(seen(await silent.get(page('there', 'max-age=0'))), 'Miss there');
        const told = scene();
        await told.get({ status, headers: { 'cache-control': 'max-age=30' } });
        told.pass(29);
        assert.equal(seen(await told.get(page('there', 'max-age=0'))), `Error ${status}`);
      }
    },
  },
  {
    rule: 'an error that the origin keeps longer is kept longer',
    source: `${ERRORS}#HTTPStatusCodes-no-custom-error-pages-not-in-cache`,
    holds: async () => {
      const { get, pass } = scene();
      await get({ status: 404, headers: { 'cache-control': 'max-age=60' } });
      pass(59);
      assert.equal((await get()).found, 'Error');
    },
  },
];

const TOGETHER: readonly Rule[] = [
  {
    rule: 'requests for one object at the same time become one request to the origin',
    source: `${ORIGIN}#request-custom-traffic-spikes`,
    holds: async () => {
      const { get, asked } = scene();
      const all = await Promise.all([get(page('one', 'max-age=0')), get(page('two', 'max-age=0'))]);
      assert.deepEqual(all.map(seen), ['Miss one', 'Hit one']);
      assert.equal(asked.length, 1);
    },
  },
  {
    rule: 'unless the answer was meant for one reader: then everybody asks',
    source: `${ORIGIN}#request-custom-traffic-spikes`,
    holds: async () => {
      const { get } = scene();
      const own = (text: string) => get(page(text, 'private, no-store'));
      assert.deepEqual((await Promise.all([own('mine'), own('yours')])).map(seen), ['Miss mine', 'Miss yours']);
    },
  },
  {
    rule: 'an invalidation removes the objects of its paths, with every cookie, and leaves the others',
    source: INVALIDATION,
    holds: async () => {
      const { get, cache } = scene();
      const key = (path: string, query: string[] = [], cookies: string[] = []) =>
        JSON.stringify([path, query.map((part) => ['', part]), [], cookies, null]);
      const keys = [key('/a/'), key('/a/', [], ['b=c']), key('/a/', ['page=2']), key('/b/c'), key('/b')];
      const left = async (paths: string[]) => {
        for (const one of keys) await get(page('old', 'max-age=60'), one);
        cache.invalidate(paths);
        const now = await Promise.all(keys.map((one) => get(page('new', 'max-age=60'), one)));
        return now.map(({ answer }) => answer.body.toString()).join(' ');
      };
      assert.equal(await left(['/a/']), 'new new old old old');
      assert.equal(await left(['/a/*', '/b/*']), 'new new new new old');
      assert.equal(await left(['/*']), 'new new new new new');
    },
  },
];

for (const [group, rules] of Object.entries({ TIMES, EXPIRED, FAILURES, TOGETHER })) {
  describe(`CloudFront's cache: ${group.toLowerCase()}`, () => {
    for (const { rule, source, holds } of rules) test(`${rule} (${source})`, holds);
  });
}
