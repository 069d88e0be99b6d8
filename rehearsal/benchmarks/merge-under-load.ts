import { failures, type Load, type Met, told, underLoad } from '../harness/load/load.ts';
import { otherSizes } from '../scenarios/both-halves.ts';
import type { Measured, Scenario } from '../scenarios/scenario.ts';
import { UNREAD } from '../scenarios/unread.ts';
import { RehearsalError } from '../shared/errors.ts';
import { mergingBothHalves } from './merges.ts';

/** Readers who only read, and read what was read before: as many as leave a machine of two cores to the merge. */
const READERS: Load = {
  paths: ['/', '/coming-soon/', '/rss/'],
  connections: 20,
  perSecond: 60,
  seconds: 900,
  past: false,
};

/** The database changes its class and Ghost's pod is replaced, in one merge, while many read. */
export const mergeUnderLoad: Scenario = {
  id: 'merge-under-load',
  title: `merge of both halves with ${READERS.connections} readers at once: none meets an error`,
  unread: UNREAD.own,
  run: async (harness) => {
    const { one: size } = await otherSizes(harness);
    const both = { branch: 'measure-load', title: 'Change both halves under load', size, memory: '1408Mi' };
    const { result, met } = await underLoad(harness.sandbox, await harness.site(), READERS, () =>
      mergingBothHalves(harness, both),
    );
    return unnoticedBy(met, result);
  },
};

/**
 * What many readers met during a merge.
 * @param away milliseconds for which Ghost itself gave no page
 * @param readers what the one reader beside them met, and who needs Ghost itself
 * @throws RehearsalError when one of the many got anything but a page, and when there was none
 */
export function unnoticedBy(
  met: Met,
  { away, readers }: { readonly away: number; readonly readers: string },
): Measured {
  const { latency, oldest, requests, seconds } = met;
  const failed = failures(met);
  if (failed > 0)
    throw new RehearsalError(`readers noticed the merge: ${told(met)}`, {
      help: 'read the log of the fake CloudFront: what it answered, and why',
    });
  if (requests === 0)
    throw new RehearsalError('nobody read during the merge', {
      help: 'read the log of the load; run again with --keep',
    });
  const longest = (latency.max / 1000).toFixed(1);
  return {
    note: `${told(met)} within ${seconds.toFixed(0)} s, p90 ${latency.p90} ms, the longest wait ${longest} s, the oldest page ${oldest} s old; Ghost itself was unavailable for ${(away / 1000).toFixed(1)} s; beside them ${readers}`,
    figures: {
      'requests of readers during a merge of both halves': [requests],
      'of them without a page': [failed],
      'age of the oldest page, s': [oldest],
      'p50, p90, p99 and longest wait, ms': [latency.p50, latency.p90, latency.p99, latency.max],
      'Ghost unavailable meanwhile, ms': [away],
    },
  };
}
