import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { pastTheCache } from '../../../fakes/cloudfront/visitor.ts';
import { firstByte } from '../../../harness/first-byte.ts';
import { percentile } from '../../../shared/percentile.ts';
import { type Both, ofBoth } from './both.ts';

/** How often each page is asked for. */
const TIMES = 40;

/** Milliseconds between two rounds: of the pages that live for two seconds some have expired. */
const PAUSE = 150;

/** Milliseconds until the first byte, with connecting and the handshake. */
interface FirstBytes {
  /** Of pages that nobody has read. */
  readonly cold: readonly number[];
  /** Of a page that somebody has just read. */
  readonly warm: readonly number[];
}

/** Asks both in turn, so that both have the same machine. @param authority PEM of whom a reader trusts */
export async function firstBytes(urls: Both<string>, authority: string): Promise<Both<FirstBytes>> {
  const taken = ofBoth(urls, () => ({ cold: [] as number[], warm: [] as number[] }));
  const ask = async (url: string, path: string) => {
    const { status, firstByte: milliseconds } = await firstByte(new URL(path, url), authority);
    assert.equal(status, 200, `${url}${path} answers ${status}`);
    return milliseconds;
  };
  for (const url of [urls.before, urls.after]) await ask(url, '/');
  for (let round = 0; round < TIMES; round++) {
    for (const which of ['before', 'after'] as const) {
      taken[which].cold.push(await ask(urls[which], pastTheCache('/')));
      taken[which].warm.push(await ask(urls[which], '/'));
    }
    await sleep(PAUSE);
  }
  return taken;
}

/** For people: "21 (p95 40) ms". */
export const milliseconds = (values: readonly number[]): string =>
  `${Math.round(percentile(values, 50))} (p95 ${Math.round(percentile(values, 95))}) ms`;
