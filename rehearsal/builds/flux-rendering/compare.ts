import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { substitute } from '../../../cli/shared/rendering/variables/substitute.ts';
import { readYaml } from '../../../cli/shared/rendering/yaml-1.1.ts';
import { CORPUS, VALUES } from '../../../test/support/flux/corpus.ts';
import { compareArtifacts } from './artifacts.ts';
import { generatedTexts } from './generated.ts';
import { type Answer, ask, buildProgram } from './program.ts';
import { folders } from './trees.ts';

// npm run flux-answers [-- SEED]: asks Flux's own code, built from its modules, about the corpus, generated texts, this
// tree's folders and ignore files. Writes its answers to the corpus and to the last, and fails when the renderer differs anywhere. Needs Go.

const ROOT = join(import.meta.dirname, '../../..');
const ANSWERS = join(ROOT, 'test/support/flux/answers.json');
const KEPT = join(ROOT, 'test/support/flux/kept.json');
const GENERATED = 20_000;

const seed = Number(process.argv[2] ?? 1);
const scratch = mkdtempSync(join(tmpdir(), 'onemerge-flux-'));
const trees = folders(ROOT);
let compared = 0;
let different = 0;

/** What the renderer refuses and Flux mangles: a number with a fraction as a key, letters of several bytes. */
const STRICTER = /(?:cannot be a key|may cut a letter in two)$/;

/** kubectl prints objects in another order than Flux's build; Flux applies them in stages anyway. */
const inOrder = (objects: readonly unknown[]) => objects.map((object) => JSON.stringify(sorted(object))).sort();

/** Writes what was recorded, a line for each. */
const record = (file: string, lines: readonly unknown[]) =>
  writeFileSync(file, `[\n${lines.map((line) => JSON.stringify(line)).join(',\n')}\n]\n`);

function compare(what: string, ours: () => readonly unknown[], { objects = [], error }: Answer): void {
  compared++;
  let own: readonly unknown[] = [];
  let refused: string | undefined;
  try {
    own = JSON.parse(JSON.stringify(ours())) as unknown[];
  } catch (reason) {
    refused = (reason as Error).message;
  }
  if (STRICTER.test(refused ?? '')) return;
  const same = error === undefined && isDeepStrictEqual(inOrder(own), inOrder(objects));
  if (refused === undefined ? same : error !== undefined) return;
  different++;
  const theirs = error ?? JSON.stringify(objects);
  console.log(`${what}\n  ours: ${(refused ?? JSON.stringify(own)).slice(0, 300)}\n  Flux: ${theirs.slice(0, 300)}`);
}

/** The same with its keys in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, sorted(inner)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

try {
  const program = buildProgram(scratch);
  // Flux takes line breaks out of the values while it loads them, before this code sees them.
  const values = Object.fromEntries(Object.entries(VALUES).map(([key, value]) => [key, value.replaceAll('\n', '')]));
  const texts = [...CORPUS, ...generatedTexts(GENERATED, seed)];
  const answers = ask(
    program,
    texts.map((text) => ({ text, values })),
  );
  for (const [index, text] of texts.entries())
    compare(JSON.stringify(text), () => [readYaml(substitute(text, VALUES))], answers[index] ?? {});
  const built = ask(
    program,
    trees.folders.map(({ question }) => question),
  );
  for (const [index, { question, ours }] of trees.folders.entries())
    compare(`spec ${JSON.stringify(question.kustomization.spec).slice(-200)}`, ours, built[index] ?? {});
  const recorded = CORPUS.map((text, index) => [
    text,
    answers[index]?.error ? 'refused' : answers[index]?.objects?.[0],
  ]);
  record(ANSWERS, recorded);
  const artifacts = compareArtifacts(program, join(scratch, 'artifacts'));
  for (const { ignoreFiles, theirs, ours } of artifacts)
    compare(`artifact with ${JSON.stringify(ignoreFiles)}`, () => ours, { objects: theirs });
  record(
    KEPT,
    artifacts.map(({ ignoreFiles, theirs }) => [ignoreFiles, theirs]),
  );
  console.log(`${compared} compared with Flux's code (seed ${seed}), ${different} different`);
  process.exitCode = different === 0 ? 0 : 1;
} finally {
  trees.remove();
  rmSync(scratch, { recursive: true, force: true });
}
