import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isYaml } from '../../cli/shared/tree/source-file.ts';
import { treeOf } from '../../cli/shared/tree/tree.ts';
import { buildProgram } from '../builds/flux-rendering/program.ts';
import { randomNumbers } from '../shared/random-numbers.ts';
import { askServer } from './ask-server.ts';
import { Judge, type Judged } from './judge.ts';
import { type Mutation, mutationsOf, sample } from './mutate.ts';
import { describeOutcomes } from './report.ts';

// npm run mutations [-- SEED COUNT]: changes single lines and characters of the manifests, and counts who notices: the
// tree's rules, or only a real API server, or neither. Needs what --until validate needs. Figures: docs/decisions/0017.

const ROOT = join(import.meta.dirname, '../..');
const [seed = 1, count = 1000] = process.argv.slice(2).map(wholeNumber);

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  console.error(`${text} is no whole number.\n  help: npm run mutations -- 1 1000`);
  process.exit(2);
}

/** Seconds between two lines of progress. */
const SIGN_OF_LIFE = 20;

async function judgeAll(mutations: readonly Mutation[], judge: Judge): Promise<Judged[]> {
  const judged: Judged[] = [];
  let said = Date.now();
  for (const mutation of mutations) {
    judged.push(await judge.judge(mutation));
    if (Date.now() - said < SIGN_OF_LIFE * 1000) continue;
    said = Date.now();
    console.error(`${judged.length} of ${mutations.length} judged`);
  }
  return judged;
}

async function main(scratch: string): Promise<void> {
  const random = randomNumbers(seed);
  const all = treeOf(ROOT, [])
    .files.filter(isYaml)
    .flatMap(({ path, text }) => mutationsOf(path, text, random));
  const judge = new Judge(buildProgram(scratch), ROOT);
  try {
    const before = await judge.start();
    const judged = await judgeAll(sample(all, count, random), judge);
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
