import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { EdgeCache, type Served } from './edge-cache.ts';
import type { TimesToLive } from './policy.ts';
import type { Answer } from './store.ts';

/** A cache before an origin that a test speaks for, on a clock that it turns. */
export interface Scene {
  /** What the origin was asked, oldest first: the conditions that CloudFront added. */
  readonly asked: OutgoingHttpHeaders[];
  readonly cache: EdgeCache;
  /** Asks for an object; the origin answers so, if it is asked. */
  readonly get: (origin?: Partial<Answer>, key?: string) => Promise<Served>;
  readonly pass: (seconds: number) => void;
}

const KEY = JSON.stringify(['/', [], [], [], null]);

/** @param rules times to live, all 0 but the maximum of a year unless a test says else; and the times for errors */
export function scene(ttl: Partial<TimesToLive> = {}, errors: ReadonlyMap<number, number> = new Map()): Scene {
  let now = Date.UTC(2026, 0, 1);
  const cache = new EdgeCache(() => now);
  const asked: OutgoingHttpHeaders[] = [];
  const rules = { ttl: { min: 0, default: 0, max: 31_536_000, ...ttl }, errors };
  const get = (origin: Partial<Answer> = {}, key = KEY) =>
    cache.get(key, rules, async (conditions) => {
      asked.push(conditions);
      return { status: 200, headers: {}, body: Buffer.alloc(0), ...origin };
    });
  const pass = (seconds: number) => {
    now += seconds * 1000;
  };
  return { asked, cache, get, pass };
}

/** An answer of the origin with a body and these headers. */
export function page(text: string, cacheControl: string, headers: IncomingHttpHeaders = {}): Answer {
  return { status: 200, headers: { 'cache-control': cacheControl, ...headers }, body: Buffer.from(text) };
}

/** The origin cannot be reached. */
export const AWAY: Answer = { status: 502, headers: {}, body: Buffer.alloc(0), reason: 'no target' };
