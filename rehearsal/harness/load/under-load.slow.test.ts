import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { waitFor } from '../../shared/process/wait.ts';
import { fire, underLoad } from './load.ts';

const LOAD = { paths: ['/', '/rss/'], connections: 2, perSecond: 20, seconds: 600, past: false };

describe('work under load', () => {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-load-'));
  const seen: { readonly path: string | undefined; readonly encodings: unknown }[] = [];
  let status = 200;
  const server = createServer(({ url, headers }, response) => {
    seen.push({ path: url, encodings: headers['accept-encoding'] });
    response.writeHead(status, { Age: '7', 'X-Cache': 'Hit from cloudfront' }).end('a page');
  });
  before(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  after(() => {
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true });
  });

  const sandbox = { log: (name: string) => join(folder, `${name}.log`), authority: { certificate: '' } };
  const asked = async (more: number) => {
    const before = seen.length;
    await waitFor('readers ask', async () => (seen.length >= before + more ? true : undefined), { seconds: 300 });
  };
  const under = async <T>(work: () => Promise<T>, seconds = LOAD.seconds) => {
    const warmed: [string, unknown][] = [];
    const site = {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      visit: async (path: string, visit?: object) => {
        warmed.push([path, visit]);
        return { status: 200, headers: {}, body: Buffer.alloc(0) };
      },
    };
    return { warmed, ...(await underLoad(sandbox, site, { ...LOAD, seconds }, work)) };
  };

  test('goes on for as long as the work takes, and tells what readers met', async () => {
    const { result, met, warmed } = await under(async () => {
      await asked(30);
      return 'live';
    });
    assert.equal(result, 'live');
    assert.ok(met.requests >= 20 && met.seconds < 600, JSON.stringify(met));
    assert.deepEqual([met.oldest, met.broken, Object.keys(met.statuses)], [7, 0, ['200']]);
    assert.equal(met.hits, met.requests, 'each answer came from the edge');
    const headers = { 'accept-encoding': 'gzip, br' };
    assert.deepEqual(
      warmed,
      LOAD.paths.map((path) => [path, { headers }]),
      'Read each page first, as the readers do: a cache keeps what other encodings got apart.',
    );
    assert.ok(seen.every(({ path = '', encodings }) => LOAD.paths.includes(path) && encodings === 'gzip, br'));
  });

  test('needs no rate: then readers ask as fast as they are answered', async () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const met = await fire(sandbox, url, { paths: LOAD.paths, connections: 2, seconds: 1, past: false });
    assert.ok(met.requests > 0 && met.hits === met.requests, JSON.stringify(met));
  });

  test('counts what is no page', async () => {
    status = 502;
    const { met } = await under(async () => await asked(5)).finally(() => {
      status = 200;
    });
    assert.ok((met.statuses['502'] ?? 0) > 0, JSON.stringify(met));
  });

  test('that fails ends the load, with its own error', async () => {
    const failing = async () => {
      await asked(5);
      throw new Error('not live');
    };
    await assert.rejects(under(failing), /^Error: not live$/);
  });

  test('that outlasts the load is no proof, and says so', async () => {
    const slow = async () => {
      await asked(1);
      let last = -1;
      await waitFor(
        'readers are gone',
        async () => {
          const gone = seen.length === last;
          last = seen.length;
          return gone ? true : undefined;
        },
        { seconds: 300, every: 3000 },
      );
    };
    await assert.rejects(under(slow, 2), {
      name: 'RehearsalError',
      message: /^the load of 2 s ended before the work did, after \d+ s$/,
      help: 'run again when the machine does less',
    });
  });
});
