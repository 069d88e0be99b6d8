import type { GhostHarness } from '../../../harness/ghost/harness.ts';
import type { GhostSite } from '../../../harness/ghost/site.ts';
import { failures, type Load, type Met, underLoad } from '../../../harness/load/load.ts';
import { type Readers, whileReading } from '../../../harness/reader.ts';
import { type Both, lines } from './both.ts';

/** What readers ask for. */
export const PATHS = ['/', '/coming-soon/', '/rss/'];

/** Readers at once of each edge, held down. */
const READERS: Load = { paths: PATHS, connections: 5, perSecond: 20, seconds: 300, past: false };

/** What was met at an edge. */
interface Seen {
  /** Seconds without Ghost for those who need it. */
  readonly away: number;
  /** By one who reads on, and by those who need Ghost itself. */
  readonly readers: Readers;
  /** By many at once. */
  readonly met: Met;
}

/** Has everybody read on at both edges for as long as some work takes. */
export async function reading(
  { sandbox }: GhostHarness,
  { before, after }: Both<GhostSite>,
  work: () => Promise<void>,
): Promise<Both<Seen>> {
  const at = async <T>(site: GhostSite, inner: () => Promise<T>) => {
    const { result, met } = await underLoad(sandbox, site, READERS, () => whileReading(site, inner));
    return { result: result.result, seen: { away: result.away, readers: result.readers, met } };
  };
  const { result: inner, seen } = await at(before, () => at(after, work));
  return { before: seen, after: inner.seen };
}

/** How often somebody got no page, and no word of when to come back. Ghost's own errors are its own. */
export const bareErrors = ({ readers, met }: Seen): number => readers.errors + readers.bare + failures(met);

/** For people. */
export function told(seen: Both<Seen>): string {
  return lines(seen, {
    'requests of one reader': ({ readers }) => readers.requests,
    'their errors': ({ readers }) => readers.errors,
    'the longest wait, s': ({ readers }) => readers.longest.toFixed(1),
    'the oldest page, s': ({ readers }) => readers.oldest,
    [`requests of ${READERS.connections} readers at once`]: ({ met }) => met.requests,
    'without a page': ({ met }) => failures(met),
    'seconds without Ghost, for who needs it': ({ away }) => away.toFixed(1),
    'bare errors to them': ({ readers }) => readers.bare,
    'times "Back in a moment"': ({ readers }) => readers.later,
    "errors of Ghost's own": ({ readers }) => readers.own,
  }).join('; ');
}
