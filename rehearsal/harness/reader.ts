import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, pastTheCache } from '../fakes/cloudfront/visitor.ts';
import { RehearsalError } from '../shared/errors.ts';
import type { Site } from './site.ts';

/** Milliseconds between two looks. */
const EVERY = 100;

/** What a reader without a cookie goes on reading, each for the first time before the work begins. */
const PATHS = ['/', '/coming-soon/', '/rss/', '/robots.txt'];

/** Time, in milliseconds. */
interface Clock {
  readonly now: () => number;
  /** Ends early when the readers go. */
  readonly sleep: (milliseconds: number, stop: AbortSignal) => Promise<unknown>;
}

interface Pace {
  /** Milliseconds between two looks while they are answered. */
  readonly calm?: number;
  readonly clock?: Clock;
}

const REAL: Clock = {
  now: Date.now,
  sleep: (milliseconds, stop) => sleep(milliseconds, undefined, { signal: stop }).catch(() => undefined),
};

/** What members and authors go on asking for, and who reads what nobody has read before: none of it is kept. */
const UNKEPT = [() => pastTheCache('/'), () => '/members/api/member/', () => '/ghost/api/admin/site/'];

/** What somebody met who only reads, and reads what was read before; and what the others met. */
export interface Readers {
  readonly requests: number;
  /** Answers other than 200, and connections that broke. */
  readonly errors: number;
  /** Age of the oldest page that was shown, in seconds. */
  readonly oldest: number;
  /** The longest wait for an answer, in seconds. */
  readonly longest: number;
  /** Answers to the others that they shall come back in a moment: 503 with `Retry-After`. */
  readonly later: number;
  /** Errors that Ghost answered them with itself, on a page of its own: while its database restarts it has no other answer. */
  readonly own: number;
  /** Other errors of theirs: nobody's page. */
  readonly bare: number;
}

/** What happened to a blog while some work was done. */
interface Meanwhile<T> {
  /** What the work resolves to. */
  readonly result: T;
  /** For how many seconds Ghost itself gave no page: to members, to authors, and for what nobody had read before. */
  readonly away: number;
  readonly readers: Readers;
}

type Blog = Pick<Site, 'visit'>;

/**
 * Has one reader ask for pages that were read before, and another one ask past the cache, for as long as some work takes.
 * @throws what the work throws
 */
export async function whileReading<T>(
  blog: Blog,
  work: () => Promise<T>,
  { calm = EVERY, clock = REAL }: Pace = {},
): Promise<Meanwhile<T>> {
  const done = new AbortController();
  for (const path of PATHS) await look(blog, path);
  const readers = reading(blog, done.signal, calm, clock);
  const others = askingGhost(blog, done.signal, calm, clock);
  const result = await work().finally(() => done.abort());
  const { away, ...met } = await others;
  return { result, away, readers: { ...(await readers), ...met } };
}

/**
 * What readers met, for people: "212 requests of readers, 0 errors, the oldest page 8 s old, the longest wait 0.2 s; others were told 31
 * times to come back in a moment, and met 0 errors of Ghost's own". Nothing of the others when Ghost was there for them.
 * @throws RehearsalError when one of them met an error, or somebody else another one than that
 */
export function unnoticed({ requests, errors, oldest, longest, later, own, bare }: Readers): string {
  const others =
    later + own > 0
      ? `; others were told ${later} times to come back in a moment, and met ${own} errors of Ghost's own`
      : '';
  const told = `${requests} requests of readers, ${errors} errors, the oldest page ${oldest} s old, the longest wait ${longest.toFixed(1)} s${others}`;
  if (errors === 0 && bare === 0) return told;
  throw new RehearsalError(
    errors > 0 ? `readers noticed it: ${told}` : `members and authors met ${bare} bare errors: ${told}`,
    { help: 'read the log of the fake CloudFront: what it answered, and why' },
  );
}

/** A connection may break with its pod. */
async function look({ visit }: Blog, path: string): Promise<Pick<Answer, 'status' | 'headers'>> {
  return await visit(path).catch(() => ({ status: 0, headers: {} }));
}

async function reading(
  blog: Blog,
  stop: AbortSignal,
  calm: number,
  clock: Clock,
): Promise<Omit<Readers, 'later' | 'own' | 'bare'>> {
  let [requests, errors, oldest, longest] = [0, 0, 0, 0];
  while (!stop.aborted) {
    const start = clock.now();
    const { status, headers } = await look(blog, PATHS[requests % PATHS.length] ?? '/');
    longest = Math.max(longest, (clock.now() - start) / 1000);
    requests += 1;
    if (status === 200) oldest = Math.max(oldest, Number(headers.age ?? 0));
    else errors += 1;
    await clock.sleep(status === 200 ? calm : EVERY, stop);
  }
  return { requests, errors, oldest, longest };
}

/** What those met whom Ghost itself has to answer, and for how many seconds it did not, until they are stopped. */
async function askingGhost(blog: Blog, stop: AbortSignal, calm: number, clock: Clock) {
  let [away, later, own, bare, asked] = [0, 0, 0, 0, 0];
  let last = clock.now();
  while (!stop.aborted) {
    const { status, headers } = await look(blog, UNKEPT[asked % UNKEPT.length]?.() ?? '/');
    asked += 1;
    const now = clock.now();
    const gone = status === 0 || status >= 500;
    if (gone) away += now - last;
    if (status === 503 && headers['retry-after'] !== undefined) later += 1;
    else if (status === 500) own += 1;
    else if (status > 500) bare += 1;
    last = now;
    await clock.sleep(gone ? EVERY : calm, stop);
  }
  return { away: away / 1000, later, own, bare };
}
