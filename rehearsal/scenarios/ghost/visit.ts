import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { firstByte, type Timed } from '../../harness/first-byte.ts';
import { sourcesIn } from '../../harness/page.ts';
import { percentile } from '../../shared/percentile.ts';
import { publishedPost } from './published-post.ts';
import type { Check, Section } from './section.ts';

/** Visitors who come one after the other while the edge holds what the first one was given. */
const VISITORS = 10;

/** Milliseconds after which CloudFront asks Ghost again whether a page has changed. */
const EXPIRED = 2500;

/** What CloudFront compresses at least, in bytes, and the types that gain by it. */
const SMALLEST = 1000;
const GAINS = /^(text\/|application\/(javascript|json|xml|rss\+xml)|image\/svg\+xml)/;

/** What a visitor who comes by the front page asks for, in Ghost's own theme. */
export const visit: Section = {
  id: 'visit',
  title: 'A visit',
  run: async (harness, check) => {
    const { sandbox, site } = harness;
    const authority = readFileSync(sandbox.authority.certificate, 'utf8');
    const ask = (path: string) => firstByte(new URL(path, site.url), authority);
    let way: Readonly<Record<string, string>> = {};

    await check('an author publishes what a visitor comes for', async () => {
      const { post, image } = await publishedPost(harness);
      way = { 'front page': '/', post, image, feed: '/rss/' };
      return Object.values(way).join(' ');
    });

    await times(check, () => way, ask);

    await check('nothing on the way redirects, and what gains by compression is compressed', async () => {
      const pages = [way['front page'] ?? '', way.post ?? ''];
      const named = await Promise.all(pages.map(async (page) => (await site.visit(page)).body.toString()));
      const files = named.flatMap((html) => [...sourcesIn(html, site.url), ...styles(html, site.url)]);
      const paths = [...new Set([...Object.values(way), ...files])];
      const answers = await Promise.all(paths.map(async (path) => ({ path, ...(await ask(path)) })));
      const wrong = answers.filter(({ status }) => status !== 200).map(({ path, status }) => `${status} ${path}`);
      assert.deepEqual(wrong, [], 'each must be answered at its first address');
      const plain = answers.filter(isPlain).map(({ path, headers }) => `${path} ${headers['content-type']}`);
      assert.deepEqual(plain, [], 'each must come compressed');
      const encoded = answers.filter(({ headers }) => headers['content-encoding'] !== undefined);
      return `${paths.length} addresses, ${encoded.length} of them compressed; ${Math.round(sum(answers) / 1024)} KiB for all`;
    });
  },
};

/** How long a visitor waits for the first byte of each: of what nobody has asked for, of what is kept, and of what has expired. */
async function times(check: Check, way: () => Readonly<Record<string, string>>, ask: (path: string) => Promise<Timed>) {
  await check('the first byte comes quickly, cold and warm', async () => {
    const words: string[] = [];
    let [hits, asked] = [0, 0];
    for (const [name, path] of Object.entries(way())) {
      const cold = await ask(`${path}${COLD[name] ?? ''}`);
      await ask(path);
      const kept: number[] = [];
      for (let visitor = 0; visitor < VISITORS; visitor += 1) {
        const { headers, firstByte: taken } = await ask(path);
        kept.push(taken);
        asked += 1;
        if (/hit/i.test(String(headers['x-cache']))) hits += 1;
      }
      await sleep(EXPIRED);
      const expired = await ask(path);
      words.push(
        `${name} ${ms(cold.firstByte)} cold, ${ms(percentile(kept, 50))} kept, ${ms(expired.firstByte)} expired`,
      );
    }
    assert.ok(hits >= asked * 0.9, `only ${hits} of ${asked} were hits`);
    return `${words.join('; ')}; ${hits} of ${asked} warm requests were hits`;
  });
}

/** What makes an address that nobody has asked for: Ghost has made the picture before, and takes no query for it. */
const COLD: Readonly<Record<string, string>> = { 'front page': '?cold', post: '?cold', feed: '?cold' };

const ms = (milliseconds: number) => `${milliseconds.toFixed(0)} ms`;

/** The style sheets of a page that are on the site itself, as paths. */
function styles(html: string, site: string): string[] {
  const links = [...html.matchAll(/<link\b[^>]*\brel="stylesheet"[^>]*>/g)].map(
    ([tag]) => /href="([^"]*)"/.exec(tag)?.[1],
  );
  return links.flatMap((href) => {
    const url = new URL(href ?? '', site);
    return url.origin === site ? [url.pathname + url.search] : [];
  });
}

const isPlain = ({ headers, bytes }: Timed) =>
  bytes >= SMALLEST && GAINS.test(headers['content-type'] ?? '') && headers['content-encoding'] === undefined;

const sum = (answers: readonly Timed[]) => answers.reduce((all, { bytes }) => all + bytes, 0);
