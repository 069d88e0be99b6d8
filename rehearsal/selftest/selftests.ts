import type { CacheFolders } from '../builds/folders.ts';
import type { Steps } from '../shared/steps.ts';
import { Attempt, REHEARSE } from './attempt.ts';
import { ctrlC } from './ctrl-c.ts';
import { diskFull } from './disk-full.ts';
import { expectGreen } from './expect.ts';
import { killedBuild, killedRoom } from './killed.ts';
import { lackingDrills } from './lacking.ts';
import { NOT_DRILLED } from './not-tested.ts';
import { refusedDownload } from './refused-download.ts';
import type { MachineDrill } from './selftest.ts';
import { borrowCache, onGround } from './workspace.ts';

/** Faults of the machine that rehearses, and of the person who does. */
export const MACHINE_DRILLS: readonly MachineDrill[] = [
  ...lackingDrills,
  diskFull,
  refusedDownload,
  killedBuild,
  killedRoom,
  ctrlC,
];

/**
 * Plays drills one after another, each on ground of its own.
 * @param cache the user's cache, which has everything
 * @throws RehearsalError when a claim does not hold
 */
export async function playMachineDrills(
  drills: readonly MachineDrill[],
  cache: CacheFolders,
  steps: Steps,
): Promise<void> {
  for (const { title, play } of drills) await steps.run(title, () => onGround(cache, play), String);
  const shared = drills.filter(({ leavesNothing }) => leavesNothing);
  if (shared.length > 0)
    await steps.run(`a second run after ${shared.map(({ id }) => id).join(', ')}`, () => secondRun(cache));
  for (const reason of NOT_DRILLED) steps.say(`  --  not drilled: ${reason}`);
}

/** The same command without the fault. */
async function secondRun(cache: CacheFolders): Promise<void> {
  await onGround(cache, async (ground) => {
    await borrowCache(ground);
    const env = { ONEMERGE_CACHE: ground.cache.root };
    expectGreen(await Attempt.toTheEnd(REHEARSE, { env }));
  });
}
