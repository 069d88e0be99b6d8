import type { Harness } from '../harness/harness.ts';
import { type Block, onlyBlock, readRecipe } from '../scenarios/recipes/document.ts';
import { runCommands, writeFiles } from '../scenarios/recipes/run-blocks.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { UNREAD } from '../scenarios/unread.ts';
import { allSettled } from '../scenarios/workload.ts';
import { RehearsalError } from '../shared/errors.ts';
import { percentile } from '../shared/percentile.ts';
import { pushing } from './pushes.ts';

const DOCUMENT = 'docs/add-a-service.md';

/** How many services stand beside the blog. */
const SIZES = [1, 10, 100];

/** Pushes at each size. */
const PUSHES = 5;

/** How many times as long as with the fewest services a push may take with the most. */
const TARGET = 1.5;

/** Pushes of the blog's manifests beside more and more services, each with a Flux Kustomization of its own, as the document adds them. */
export const growth: Scenario = {
  id: 'growth',
  title: `pushes beside ${SIZES.join(', ')} services without pods: at most ${TARGET} times as long`,
  unread: UNREAD.measures,
  run: async (harness) => {
    harness.pipeline.stop();
    const medians: number[] = [];
    const figures: Record<string, number[]> = {};
    for (const [index, size] of SIZES.entries()) {
      const commit = await addServices(harness, (SIZES[index - 1] ?? 0) + 1, size);
      await allSettled(harness, 900, commit);
      const { fromPush } = await pushing(harness, PUSHES);
      figures[`push beside ${size} services, ms`] = fromPush;
      medians.push(percentile(fromPush, 50));
    }
    const [least = 1] = medians;
    const ratio = (medians.at(-1) ?? least) / least;
    const told = medians.map((median, index) => `${SIZES[index]}: ${median} ms`).join(', ');
    if (ratio > 2 * TARGET)
      throw new RehearsalError(`a push slows down with the number of services: p50 beside ${told}`, {
        help: 'measure on an idle machine; each push has Flux build and apply every Kustomization anew',
      });
    return { note: `p50 beside ${told}: ${ratio > TARGET ? 'SLOW: ' : ''}${ratio.toFixed(2)} times`, figures };
  },
};

/** Adds services by the document's own commands and files. @returns the commit */
async function addServices(harness: Harness, from: number, to: number): Promise<string> {
  const blocks = readRecipe(harness.project.folder, DOCUMENT, 'In the cluster');
  const change = { branch: `services-${to}`, title: `Grow to ${to} services` };
  await harness.project.proposeWork(change, async (folder) => {
    for (let number = from; number <= to; number++) {
      const own = blocks.map((block) => named(block, `service-${number}`));
      await runCommands(harness, onlyBlock(own, 'sh', DOCUMENT));
      await writeFiles(folder, own);
    }
  });
  return await harness.project.accept(change);
}

/** A block of another service, which has no pods: a hundred of them are too many for the node. */
function named({ language, text, file }: Block, service: string): Block {
  const name = (words: string) => words.replaceAll('hello', service);
  const renamed = name(text).replace(/(kind: Deployment\n(?:.+\n)*?spec:\n)/, '$1  replicas: 0\n');
  return { language, text: renamed, ...(file === undefined ? {} : { file: name(file) }) };
}
