import type { GhostHarness } from '../../harness/ghost/harness.ts';
import { InterruptedError, RehearsalError } from '../../shared/errors.ts';
import { type Steps, tally } from '../../shared/steps.ts';
import type { Check, Section } from './section.ts';

interface Options {
  /** Ends the rehearsal between two sections. */
  readonly stop: AbortSignal;
  /** Somebody wants to look at what failed: run nothing after it. */
  readonly keep: boolean;
}

/**
 * Runs sections in order. A failure ends its section, and the next one runs: sections do not depend on each other.
 * @throws RehearsalError that names the sections that failed; what failed in each is printed by then
 */
export async function runSections(
  harness: GhostHarness,
  steps: Steps,
  sections: readonly Section[],
  { stop, keep }: Options,
): Promise<void> {
  const failed: string[] = [];
  for (const section of sections) {
    if (stop.aborted) return;
    steps.say(section.title);
    try {
      await one(harness, steps, section);
      await harness.blog.stop();
    } catch (error) {
      if (error instanceof InterruptedError) throw error;
      steps.say((error as RehearsalError).report());
      failed.push(section.id);
      if (keep) break;
    }
  }
  if (failed.length === 0) return;
  throw new RehearsalError(`failed: ${failed.join(', ')}`, {
    where: harness.sandbox.log('cloudfront').replace(/[^/]+$/, ''),
    help: `run it again and look inside: npx onemerge rehearse ghost ${failed.join(' ')} --keep`,
  });
}

/** @throws RehearsalError when a step fails, or what is between them, which then counts as a step */
async function one(harness: GhostHarness, steps: Steps, section: Section): Promise<void> {
  const before = tally(steps.records).failed;
  const help = `npx onemerge rehearse ghost ${section.id} --keep`;
  const check: Check = async (consequence, action) => {
    await steps.run(consequence, () => told(consequence, action, help), String);
  };
  try {
    await section.run(harness, check);
  } catch (error) {
    if (tally(steps.records).failed > before) throw error;
    await check(`${section.id} runs to its end`, () => Promise.reject(error));
  }
}

/** @throws RehearsalError that says what was expected, in place of an assertion's error */
async function told(consequence: string, action: () => Promise<string>, help: string): Promise<string> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof RehearsalError) throw error;
    const words = error instanceof Error ? error.message : String(error);
    throw new RehearsalError(`${consequence}: ${words}`, { help, cause: error });
  }
}
