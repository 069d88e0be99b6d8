import { setTimeout as sleep } from 'node:timers/promises';
import { everything, forValidation } from './builds/catalogue.ts';
import { cacheFolders } from './builds/folders.ts';
import { headOf } from './cluster/git/repository.ts';
import { waysIn } from './harness/connection-info.ts';
import { ROOT, type Stage, setStage } from './harness/harness.ts';
import { fillCache, rehearseInside } from './host.ts';
import { completeReport, removeReport, writeDrillReport, writeReport } from './report.ts';
import { stopRequest, tellTally, type Visit } from './sandbox/enter.ts';
import { type RoomPlan, readPlan } from './sandbox/plan.ts';
import { doorSocket, openDoor } from './sandbox/sandbox-proxy.ts';
import { furnishRoom, type Room } from './sandbox/setup.ts';
import { play, playPrologue } from './scenarios/run-scenarios.ts';
import type { MachineDrill } from './selftest/selftest.ts';
import { playMachineDrills } from './selftest/selftests.ts';
import { INTERRUPTED } from './shared/errors.ts';
import { Steps, type Tally, tally } from './shared/steps.ts';
import type { Programme } from './suites.ts';

export interface RehearsalOptions extends Programme {
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
  return await outside(steps, options);
}

async function outside(steps: Steps, { machineDrills, prologue, acts, keep }: RehearsalOptions): Promise<number> {
  const drilled = machineDrills.length > 0;
  const entered = prologue.length + acts.length > 0;
  let inside: Tally = { passed: 0, failed: 0 };
  const visited = ({ code, tally: told }: Visit) => {
    // A room that ended before it could tell has failed, unless it was told to end.
    inside = told ?? { passed: 0, failed: code === INTERRUPTED ? 0 : 1 };
  };
  removeReport();
  try {
    if (drilled) await drillMachine(machineDrills, steps);
    // The prologue alone needs half of what is built, and no stage.
    const wanted = acts.length > 0 ? everything : forValidation;
    return entered ? await rehearseInside(steps, { keep, wanted, visited }) : 0;
  } finally {
    if (!entered) steps.say(`Report: ${writeDrillReport(await headOf(ROOT))}`);
    completeReport(steps.records, drilled && entered);
    const { passed, failed } = tally(steps.records);
    steps.say(`${passed + inside.passed} passed, ${failed + inside.failed} failed`);
  }
}

async function drillMachine(drills: readonly MachineDrill[], steps: Steps): Promise<void> {
  const folders = cacheFolders(process.env);
  await fillCache(steps, folders, everything);
  try {
    await playMachineDrills(drills, folders, steps);
  } finally {
    removeReport(); // those that the drills' own rehearsals wrote
  }
}

async function inside(plan: RoomPlan, steps: Steps, { prologue, acts, keep }: RehearsalOptions): Promise<number> {
  const stop = stopRequest();
  const room = await steps.run('furnish the room', () => furnishRoom(plan));
  const set: { stage?: Stage; recorded: Record<string, number> } = { recorded: {} };
  const linger = async (): Promise<void> => {
    if (!keep || stop.aborted) return;
    await showWaysIn(room, set.stage, steps);
    await sleep(24 * 3600 * 1000, undefined, { signal: stop }).catch(() => undefined);
  };
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

/** Opens the door of a room that is kept, and says what to type. */
async function showWaysIn(room: Room, stage: Stage | undefined, steps: Steps): Promise<void> {
  const { door, folder } = room.plan;
  if (!door) return;
  await openDoor(doorSocket(room.folder));
  const ways = stage ? await waysIn(stage, door) : [`  Logs        ${folder}/log`];
  steps.say('Kept until Ctrl-C. From another shell of this machine:');
  for (const line of ways) steps.say(line);
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
  const seconds = steps.records.reduce((sum, step) => sum + step.seconds, 0);
  const list = Object.entries(recorded).map(([type, count]) => `${type} (${count})`);
  if (list.length > 0) steps.say(`Recorded only, nothing done with them: ${list.join(', ')}`);
  if (stage) steps.say(`Report: ${writeReport(outcome, stage, steps.records, recorded)}`);
  steps.say(`${outcome} in ${seconds.toFixed(0)} s`);
  tellTally(tally(steps.records));
}
