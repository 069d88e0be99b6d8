import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { treeOf } from '../../cli/shared/tree/tree.ts';
import { buildProgram } from '../builds/flux-rendering/program.ts';
import { randomNumbers } from '../shared/random-numbers.ts';
import { askServer } from './ask-server.ts';
import { failingTest, lintFault } from './ask-tests.ts';
import { Copy } from './copy.ts';
import { Judge, type Judged } from './judge.ts';
import { isProgram, mutationsOf, sample } from './mutate.ts';
import { describeOutcomes } from './report.ts';

// npm run mutations [-- SEED COUNT]: changes single lines and characters of the files below gitops/, and counts who notices:
// the tree's rules, the linter and the tests, or only a real API server, or nobody. Needs what --until validate needs.
// Figures: docs/decisions/0017.

const ROOT = join(import.meta.dirname, '../..');
const [seed = 1, count = 1000] = process.argv.slice(2).map(wholeNumber);

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  console.error(`${text} is no whole number.\n  help: npm run mutations -- 1 1000`);
  process.exit(2);
}

/** Seconds between two lines of progress. */
const SIGN_OF_LIFE = 20;

/** Does something with one after the other, and says how far it is. */
async function inTurn<T, R>(list: readonly T[], done: string, work: (one: T) => R | Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let said = Date.now();
  for (const one of list) {
    results.push(await work(one));
    if (Date.now() - said < SIGN_OF_LIFE * 1000) continue;
    said = Date.now();
    console.error(`${results.length} of ${list.length} ${done}`);
  }
  return results;
}

/** Asks the linter and the tests about what no rule has found. */
function asked(one: Judged, copy: Copy): Judged {
  const { mutation, meaningful, caughtBy } = one;
  if (!meaningful || caughtBy !== undefined) return one;
  const found = copy.with(
    mutation,
    () => (isProgram(mutation.path) ? lintFault(copy.folder, mutation.path) : undefined) ?? failingTest(copy.folder),
  );
  return found === undefined ? one : { ...one, caughtBy: found };
}

async function main(scratch: string): Promise<void> {
  const random = randomNumbers(seed);
  const all = treeOf(ROOT, [])
    .files.filter(({ type }) => type === 'file')
    .flatMap(({ path, text }) => mutationsOf(path, text, random));
  const judge = new Judge(buildProgram(scratch), ROOT);
  try {
    const before = await judge.start();
    const byRules = await inTurn(sample(all, count, random), 'rendered and held against the rules', (one) =>
      judge.judge(one),
    );
    const copy = new Copy(ROOT, join(scratch, 'copy'));
    const fails = failingTest(copy.folder);
    if (fails !== undefined) throw new Error(`without any change, ${fails}`);
    const judged = await inTurn(byRules, 'held against the tests', (one) => asked(one, copy));
    const left = judged.filter(({ meaningful, caughtBy }) => meaningful && caughtBy === undefined);
    console.error(`asking an API server about ${left.length}`);
    const folder = join(scratch, 'server');
    mkdirSync(folder);
    const objects = (list: Judged['changed']) => list.map(({ object }) => object);
    const answers = await askServer(
      folder,
      objects(before),
      left.map(({ changed }) => objects(changed)),
    );
    const outcomes = judged.map((one) => ({ ...one, refusal: answers[left.indexOf(one)] ?? null }));
    console.log(describeOutcomes(outcomes, `${judged.length} of ${all.length} mutations, seed ${seed}`));
  } finally {
    judge.close();
  }
}

const scratch = mkdtempSync(join(tmpdir(), 'onemerge-mutations-'));
try {
  await main(scratch);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
