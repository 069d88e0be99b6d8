import type { Harness } from '../harness/harness.ts';
import { obey } from '../scenarios/recipes/service-steps.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { UNREAD } from '../scenarios/unread.ts';
import { allSettled } from '../scenarios/workload.ts';
import { RehearsalError } from '../shared/errors.ts';
import { percentile } from '../shared/percentile.ts';
import { type Pushed, pushing } from './pushes.ts';

/** How many services stand beside the blog. */
const SIZES = [1, 10, 100];

/** Pushes at each size. */
const PUSHES = 5;

/** How many times as long as with the fewest services a push may take with the most. */
const TARGET = 1.5;

/** Whose push is measured: the blog's, and that of one of the services. */
const PUSHED = {
  'the blog': undefined,
  'one of them': {
    file: 'gitops/services/service-1/service-1.yaml',
    namespace: 'service-1',
    name: 'service-1',
  },
} as const satisfies Record<string, Pushed | undefined>;

/** Pushes beside more and more services, which the document's own commands and files add. */
export const growth: Scenario = {
  id: 'growth',
  title: `pushes beside ${SIZES.join(', ')} services without pods: at most ${TARGET} times as long`,
  unread: UNREAD.measures,
  run: async (harness) => {
    harness.pipeline.stop();
    const figures: Record<string, number[]> = {};
    for (const [index, size] of SIZES.entries()) {
      const commit = await addServices(harness, (SIZES[index - 1] ?? 0) + 1, size);
      await allSettled(harness, 900, commit);
      for (const [whose, pushed] of Object.entries(PUSHED))
        figures[figure(whose, size)] = (await pushing(harness, PUSHES, pushed)).fromPush;
    }
    const grown = Object.keys(PUSHED).map((whose) =>
      growthOf(
        whose,
        SIZES.map((size) => percentile(figures[figure(whose, size)] ?? [], 50)),
      ),
    );
    const told = grown.map(({ words }) => words).join('; ');
    if (grown.some(({ ratio }) => ratio > 2 * TARGET))
      throw new RehearsalError(`a push slows down with the number of services: p50 of ${told}`, {
        help: 'measure on an idle machine; what grows, and what was tried against it, is in docs/decisions/0042-every-push-builds-everything.md',
      });
    return { note: `p50 of ${told}`, figures };
  },
};

const figure = (whose: string, services: number) => `push of ${whose} beside ${services} services, ms`;

/**
 * @param medians milliseconds, by size
 * @returns how many times as long the last takes as the first, and words for the table
 */
function growthOf(whose: string, medians: readonly number[]): { readonly ratio: number; readonly words: string } {
  const [least = 1] = medians;
  const ratio = (medians.at(-1) ?? least) / least;
  const each = medians.map((median, index) => `${SIZES[index]}: ${median} ms`).join(', ');
  return { ratio, words: `${whose} beside ${each}: ${ratio > TARGET ? 'SLOW: ' : ''}${ratio.toFixed(2)} times` };
}

/** Adds services by the document's own commands and files. @returns the commit */
async function addServices(harness: Harness, from: number, to: number): Promise<string> {
  const change = { branch: `services-${to}`, title: `Grow to ${to} services` };
  await harness.project.proposeWork(change, async () => {
    if (from === 1) await obey(harness, 'Once: a place for services');
    for (let number = from; number <= to; number++)
      await obey(harness, 'In the cluster', (words) => withoutPods(words.replaceAll('hello', `service-${number}`)));
  });
  return await harness.project.accept(change);
}

/** The Deployments of a text without pods: a hundred of them are too many for the node. */
const withoutPods = (text: string): string =>
  text.replace(/(kind: Deployment\n(?:.+\n)*?spec:\n)/, '$1  replicas: 0\n  progressDeadlineSeconds: 600\n');
