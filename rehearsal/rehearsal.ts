import { setTimeout as sleep } from 'node:timers/promises';
import type { Act, Prologue } from './acts/act.ts';
import { play, playPrologue } from './acts/play.ts';
import { INTERRUPTED } from './errors.ts';
import { rehearseInside } from './outside.ts';
import { removeReport, writeReport } from './report.ts';
import { stopRequest } from './room/enter.ts';
import { furnishRoom } from './room/furnish.ts';
import { type RoomPlan, readPlan } from './room/plan.ts';
import { type Stage, setStage } from './stage/stage.ts';
import { Steps } from './steps.ts';

export interface RehearsalOptions {
  /** What to play before the stage is set. */
  readonly prologue: readonly Prologue[];
  /** What to play, in order; the stage is set when there is something. */
  readonly acts: readonly Act[];
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
  if (plan) return await inside(plan, steps, options);
  return await rehearseInside(steps, { keepFolder: options.keep });
}

async function inside(plan: RoomPlan, steps: Steps, { prologue, acts, keep }: RehearsalOptions): Promise<number> {
  const stop = stopRequest();
  const linger = async (): Promise<void> => {
    if (!keep || stop.aborted) return;
    steps.say(`Kept. kubectl: nsenter --target ${process.pid} --all kubectl --kubeconfig <file below cluster/>`);
    steps.say(`Logs and files: ${plan.folder}. Ctrl-C ends it.`);
    await sleep(24 * 3600 * 1000, undefined, { signal: stop }).catch(() => undefined);
  };
  removeReport(); // a rehearsal that ends before it has one must not leave another's
  const room = await steps.run('furnish the room', () => furnishRoom(plan));
  const set: { stage?: Stage; recorded: Record<string, number> } = { recorded: {} };
  try {
    await playPrologue(room, steps, prologue, stop);
    if (acts.length > 0 && !stop.aborted) {
      const stage = await setStage(room, steps);
      set.stage = stage;
      await play(stage, steps, acts, stop, async () => {
        set.recorded = await recordedOnly(stage);
      });
    }
    conclude(stop.aborted ? 'stopped' : 'passed', steps, set);
  } catch (error) {
    conclude('failed', steps, set);
    if (keep) steps.say(`Failed: ${String(error)}`);
    await linger();
    throw error;
  }
  await linger();
  return stop.aborted ? INTERRUPTED : 0;
}

/** CloudFormation types that the stand-in only records, with their counts. */
async function recordedOnly(stage: Stage): Promise<Record<string, number>> {
  return ((await stage.aws.ask('/_rehearsal/types')) as { recordedOnly: Record<string, number> }).recordedOnly;
}

/** The summary, for people and, of what was played on the stage, for machines. */
function conclude(
  outcome: 'passed' | 'failed' | 'stopped',
  steps: Steps,
  { stage, recorded }: { readonly stage?: Stage; readonly recorded: Record<string, number> },
): void {
  const failed = steps.records.filter((step) => step.outcome === 'failed').length;
  const seconds = steps.records.reduce((sum, step) => sum + step.seconds, 0);
  const list = Object.entries(recorded).map(([type, count]) => `${type} (${count})`);
  if (list.length > 0) steps.say(`Recorded only, nothing done with them: ${list.join(', ')}`);
  if (stage) steps.say(`Report: ${writeReport(outcome, stage, steps.records, recorded)}`);
  steps.say(`${outcome} in ${seconds.toFixed(0)} s`);
  steps.say(`${steps.records.length - failed} passed, ${failed} failed`);
}
