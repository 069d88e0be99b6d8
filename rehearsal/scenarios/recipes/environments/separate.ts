import { expectLive } from '../../../harness/expect-live.ts';
import type { Harness } from '../../../harness/harness.ts';
import { CONFIG, NAME } from '../../../harness/project.ts';
import { stackMoves } from '../../../harness/stack-moves.ts';
import { RehearsalError } from '../../../shared/errors.ts';
import { blog, ghost } from '../../blog.ts';
import { connect } from '../../connect.ts';
import { STACKS } from '../../deployments.ts';
import { workload } from '../../workload.ts';
import { addField } from '../config-line.ts';
import { readRecipe } from '../document.ts';
import { runBlock } from './commands.ts';

const DOCUMENT = 'docs/environments.md';
const MIGRATION = 'From one installation to two';

/** The installations that commits go through. */
export interface Environments {
  readonly staging: Harness;
  readonly production: Harness;
}

/** What may change where nothing that holds data may: the commit that Flux follows, the key of the lock, who starts the pipeline. */
const CHANGING = ['flux', 'ghost', 'pipeline'].map((stack) => `${NAME}-${stack}`);

/**
 * Makes production of the one installation, and staging before it, as the document says.
 * @throws RehearsalError when production's data or pods are touched by it
 */
export async function separate(first: Harness): Promise<Environments> {
  const { project } = first;
  const [field] = readRecipe(project.folder, DOCUMENT).filter(({ language }) => language === 'ts');
  const [ofProduction = '', ofStaging = ''] = readRecipe(project.folder, DOCUMENT, MIGRATION)
    .filter(({ language }) => language === 'sh')
    .map(({ text }) => text);
  const staging = first.installation(`${NAME}-staging`, project).asEnvironment('staging');
  const production = first.asEnvironment('production');
  const follows = await project.head();
  const pods = await podsOf(production);
  const start = new Date();

  const change = { branch: 'environments', title: 'Put staging before production' };
  await project.propose({ ...change, edits: { [CONFIG]: (text) => addField(text, field?.text ?? '') } });
  await runBlock(production, ofProduction, { '$(git rev-parse origin/main)': follows });
  await requireKept(production, start);
  const merged = await project.accept(change);
  // `connect` waits for a person, whom its scenario plays.
  await runBlock(staging, ofStaging.replace(/^npx onemerge connect .*\n/m, ''));
  for (const scenario of [...workload, ghost, blog, connect]) await scenario.run(staging);
  await expectLive(production, { commit: merged });
  await requireKept(production, start);
  if ((await podsOf(production)) !== pods) throw separated('pods of production were replaced');
  return { staging, production };
}

/** @throws RehearsalError when resources came or went, or changed in a stack that has no part in it */
async function requireKept(harness: Harness, since: Date): Promise<void> {
  const moves = (await Promise.all(STACKS.map((stack) => stackMoves(harness, stack, since)))).flat();
  const wrong = moves.filter(
    ({ stack, how }) => !CHANGING.includes(stack) || (how !== 'changed' && !stack.endsWith('-pipeline')),
  );
  const names = wrong.map(({ stack, logicalId, how }) => `${stack}/${logicalId} was ${how}`);
  if (names.length > 0) throw separated(names.join('; '));
}

async function podsOf(harness: Harness): Promise<string> {
  const { kubectl } = await harness.cluster();
  return await kubectl(['-n', 'ghost', 'get', 'pods', '-o', 'jsonpath={.items[*].metadata.uid}']);
}

const separated = (what: string): RehearsalError =>
  new RehearsalError(`putting staging before production: ${what}`, {
    help: 'see lib/app.ts for what an environment changes; run again with --keep',
  });
