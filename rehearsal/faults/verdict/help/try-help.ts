import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Harness } from '../../../harness/harness.ts';
import type { Verdict } from '../../../harness/verify.ts';
import { administrator } from '../../../scenarios/recipes/run-blocks.ts';
import { RehearsalError } from '../../../shared/errors.ts';
import { run } from '../../../shared/process/run.ts';
import { type Command, commandsIn } from './commands.ts';
import { trialOf } from './trial.ts';

/** Longest run of one command, in seconds: Flux's wait until what they ask for is done. */
const TIMEOUT_SECONDS = 180;

/**
 * Tries every command that a verdict's help names, as an administrator of the blog would type it and while the fault is there:
 * what only looks is run, what changes an object is run dry. `trialOf` says how each is tried.
 * @returns words for the table: what was tried, and what was not and why
 * @throws RehearsalError when a command fails: whoever meets the fault would be sent astray
 */
export async function tryHelp(harness: Harness, { problems }: Pick<Verdict, 'problems'>): Promise<string> {
  const commands = problems.flatMap(({ help }) => commandsIn(help));
  const tried: string[] = [];
  for (const command of commands.filter((one, at) => at === commands.findIndex((two) => isDeepStrictEqual(one, two)))) {
    tried.push(await tryOne(harness, command));
  }
  return tried.length === 0 ? 'its help names an edit' : `its help: ${tried.join('; ')}`;
}

async function tryOne(harness: Harness, command: Command): Promise<string> {
  const { program, words } = command;
  const line = `${program} ${words.join(' ')}`;
  const trial = trialOf(command);
  const lack = 'left' in trial ? trial.left : lackOf(harness, program);
  if ('left' in trial || lack !== undefined) return `${line} was not run: ${lack}`;
  try {
    await start(harness, program, trial.words);
  } catch (error) {
    throw new RehearsalError(`the verdict's help cannot be followed: ${line}\n${(error as Error).message}`, {
      where: harness.sandbox.log('help'),
      help: 'correct the help in cli/verify/causes.ts, or what the judge puts into it',
      cause: error,
    });
  }
  return isDeepStrictEqual(words, trial.words) ? `${line} works` : `${line} works, tried as ${trial.words.join(' ')}`;
}

/** Flux's command line is built for faults alone. */
function lackOf({ sandbox }: Harness, program: string): string | undefined {
  return program === 'flux' && sandbox.plan.cache.fluxCommand === undefined ? 'this sandbox has no flux' : undefined;
}

async function start(harness: Harness, program: string, words: readonly string[]): Promise<void> {
  const { sandbox, project, cdk } = harness;
  if (program === 'npx cdk') {
    await cdk.run(words);
    return;
  }
  const { kubeconfig } = await harness.cluster();
  const { fluxCommand } = sandbox.plan.cache;
  await run(program === 'flux' ? join(fluxCommand ?? '', 'flux') : program, words, {
    seconds: TIMEOUT_SECONDS,
    cwd: project.folder,
    env: { ...(program === 'aws' ? await administrator(harness) : sandbox.env), KUBECONFIG: kubeconfig },
    log: sandbox.log('help'),
  });
}
