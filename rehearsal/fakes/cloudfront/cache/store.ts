import type { IncomingHttpHeaders } from 'node:http';
import { urlOf } from './key.ts';
import type { Lifetime } from './lifetime.ts';

/** What an origin answered. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Why there is no answer of the origin but an error of CloudFront's. */
  readonly reason?: string;
}

/** An answer that the cache keeps. */
export interface Kept extends Answer {
  /** When the origin last sent or confirmed it, in milliseconds since the epoch. */
  readonly since: number;
  readonly lifetime: Lifetime;
  /** The origin failed: it is not asked again before this moment. */
  readonly askedAgain?: number;
}

/** What one edge location keeps, by cache key. Nothing is ever evicted to make room. */
export class Store {
  readonly #objects = new Map<string, Kept>();

  get(key: string): Kept | undefined {
    return this.#objects.get(key);
  }

  keep(key: string, kept: Kept): void {
    this.#objects.set(key, kept);
  }

  drop(key: string): void {
    this.#objects.delete(key);
  }

  /**
   * Removes what a path of an invalidation names, for all cookies and headers; a `*` at its end stands for anything.
   * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/invalidation-specifying-objects.html
   * @param path with its query string: without one it names the object that has none
   */
  invalidate(path: string): void {
    const wildcard = path.endsWith('*');
    const start = wildcard ? path.slice(0, -1) : path;
    const named = (own: string) => (wildcard ? own.startsWith(start) : own === start);
    for (const key of this.#objects.keys()) if (named(urlOf(key))) this.drop(key);
  }
}
