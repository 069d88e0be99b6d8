import assert from 'node:assert/strict';
import type { GhostHarness } from '../../harness/ghost/harness.ts';
import type { GhostSite } from '../../harness/ghost/site.ts';
import type { Check } from './section.ts';

/** Paths that readers and crawlers ask for, some of them without the slash that Ghost wants. */
const PATHS = ['/', '/ghost/', '/about/', '/coming-soon/', '/rss/', '/sitemap.xml', '/robots.txt', '/ghost', '/about'];

/** The blog as a reader meets it after its first start. */
export async function readers({ site }: GhostHarness, check: Check): Promise<void> {
  await check('readers get the front page with the headers that CloudFront sends', async () => {
    const { status, headers, body } = await site.visit('/');
    assert.equal(status, 200, String(headers.location));
    assert.match(body.toString(), /<title>/);
    assert.match(String(headers['strict-transport-security']), /max-age=\d+/);
    return `200, ${body.length} bytes, Cache-Control ${headers['cache-control']}`;
  });

  await check('no path redirects in a loop', async () => {
    const hops = await Promise.all(PATHS.map((path) => follow(site, path)));
    return PATHS.map((path, index) => `${path} ${hops[index]}`).join(', ');
  });
}

/** Follows redirects as a browser does, and says how it ended: "200" or "301 200". */
async function follow({ url, visit }: GhostSite, start: string): Promise<string> {
  const statuses: number[] = [];
  for (let path = start; statuses.length < 6; ) {
    const { status, headers } = await visit(path);
    statuses.push(status);
    const location = headers.location;
    if (status < 300 || status > 399 || typeof location !== 'string') return statuses.join(' ');
    const target = new URL(location, url);
    assert.equal(target.origin, url, `${path} sends readers to ${location}`);
    path = target.pathname + target.search;
  }
  throw new assert.AssertionError({ message: `${start} redirects ${statuses.join(' ')} and so on` });
}
