import assert from 'node:assert/strict';
import { processorSeconds } from '../../cluster/container.ts';
import type { GhostHarness } from '../../harness/ghost/harness.ts';
import { failures, fire, type Load, type Met, told } from '../../harness/load/load.ts';
import type { Section } from './section.ts';

/** What readers ask for: pages that Ghost renders, each in its turn. */
const PATHS = ['/', '/coming-soon/', '/rss/'];

/** Seconds within which Ghost must be itself again after more readers than it can serve. */
const RECOVERS_WITHIN = 5;

/** Many readers at once, on the machine that also asks for the pages: what AWS serves is more. */
export const load: Section = {
  id: 'load',
  title: 'Many readers at once',
  run: async (harness, check) => {
    await check('pages that nobody has kept: each is rendered by the one Ghost', async () => {
      await harness.reset();
      await (await harness.blog.start()).untilReady();
      const used = await measured(harness, { paths: PATHS, connections: 10, seconds: 15, past: true });
      assert.equal(failures(used.met), 0, told(used.met));
      return words(used);
    });

    await check('more readers than it can serve: pages come later, and Ghost stays', async () => {
      const used = await measured(harness, { paths: PATHS, connections: 100, seconds: 15, past: true });
      const pod = harness.blog.pod;
      assert.equal(pod?.restarts, 0, 'Ghost was started again');
      assert.equal(failures(used.met), 0, told(used.met));
      const start = Date.now();
      assert.equal((await harness.site.visit('/ghost/api/admin/site/')).status, 200);
      const seconds = (Date.now() - start) / 1000;
      assert.ok(seconds < RECOVERS_WITHIN, `Ghost answers after ${seconds} s`);
      return `${words(used)}; afterwards Ghost answers in ${seconds.toFixed(1)} s`;
    });

    await check('pages that the edge has kept: Ghost hears of one reader in two seconds', async () => {
      const used = await measured(harness, { paths: PATHS, connections: 50, seconds: 10, past: false });
      assert.equal(failures(used.met), 0, told(used.met));
      return words(used);
    });

    await check('none of many readers notices that the pod is replaced', async () => {
      const { sandbox, site } = harness;
      const reading = fire(sandbox, site.url, { paths: PATHS, connections: 20, seconds: 45, past: false });
      reading.catch(() => undefined); // awaited below
      await harness.blog.stop();
      const seconds = await (await harness.blog.start()).untilReady();
      const met = await reading;
      assert.equal(failures(met), 0, told(met));
      return `Ready again after ${seconds} s; ${told(met)}, the longest wait ${(met.latency.max / 1000).toFixed(1)} s`;
    });
  },
};

/** What readers met, and the seconds of a processor that Ghost used for them. */
interface Used {
  readonly met: Met;
  readonly processor: number;
  readonly seconds: number;
  /** For people. */
  readonly memory: string;
}

async function measured({ blog, sandbox, site }: GhostHarness, what: Load): Promise<Used> {
  const container = (await blog.pod?.running('ghost')) ?? '';
  const before = processorSeconds(container) ?? 0;
  const met = await fire(sandbox, site.url, what);
  const processor = (processorSeconds(container) ?? 0) - before;
  return { met, processor, seconds: what.seconds, memory: String(blog.pod?.memory) };
}

const words = ({ met, processor, seconds, memory }: Used) =>
  `${told(met)}; Ghost used ${Math.round((100 * processor) / seconds)} % of a processor; memory at its highest so far: ${memory}`;
