import { setTimeout as sleep } from 'node:timers/promises';
import { play } from './acts/play.ts';
import { rehearseInside } from './outside.ts';
import { INTERRUPTED } from './process/groups.ts';
import { stopRequest } from './room/enter.ts';
import { readPlan } from './room/plan.ts';
import { setStage } from './stage/stage.ts';
import { Steps } from './steps.ts';

export interface RehearsalOptions {
  /** The id of the last act to play. */
  readonly until: string;
  /** Leave everything running at the end, and after a failure, until Ctrl-C. */
  readonly keep: boolean;
}

/**
 * Rehearses: called once outside, where it prepares a room and starts this program again, and once inside.
 * @returns the exit code
 * @throws RehearsalError that says what happened, where, and what helps
 */
export async function rehearse(options: RehearsalOptions): Promise<number> {
  const steps = new Steps();
  const plan = readPlan(process.env);
  if (!plan) return await rehearseInside(steps, { keepFolder: options.keep });
  const stop = stopRequest();
  const linger = async () => {
    if (!options.keep || stop.aborted) return;
    steps.say(`Kept: ${plan.folder}. Ctrl-C ends it.`);
    await sleep(24 * 3600 * 1000, undefined, { signal: stop }).catch(() => undefined);
  };
  try {
    const stage = await setStage(plan, steps);
    await play(stage, steps, options.until, stop);
  } catch (error) {
    if (options.keep) steps.say(`Failed: ${String(error)}`);
    await linger();
    throw error;
  }
  await linger();
  return stop.aborted ? INTERRUPTED : 0;
}
