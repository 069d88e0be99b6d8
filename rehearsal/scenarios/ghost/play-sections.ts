import type { GhostHarness } from '../../harness/ghost/harness.ts';
import { InterruptedError, RehearsalError } from '../../shared/errors.ts';
import { type Steps, tally } from '../../shared/steps.ts';
import type { Check, Section } from './section.ts';

interface Options {
  /** Ends the rehearsal between two sections. */
  readonly stop: AbortSignal;
  /** Somebody wants to look at what failed: play nothing after it. */
  readonly keep: boolean;
}

/**
 * Plays sections in order. What fails ends its section, and the next one is played: it needs nothing of the others.
 * @throws RehearsalError that names the sections that failed; what failed in each is told by then
 */
export async function playSections(
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
    where: harness.sandbox.log('edge').replace(/[^/]+$/, ''),
    help: `play it again and look into it: npx onemerge rehearse ghost ${failed.join(' ')} --keep`,
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
    await section.play(harness, check);
  } catch (error) {
    if (tally(steps.records).failed > before) throw error;
    await check(`${section.id} is played to its end`, () => Promise.reject(error));
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
