import type { CacheFolders } from '../builds/folders.ts';
import type { Steps } from '../shared/steps.ts';
import { Attempt, REHEARSE } from './attempt.ts';
import { ctrlC } from './ctrl-c.ts';
import { diskFull } from './disk-full.ts';
import { expectGreen } from './expect.ts';
import { killedBuild, killedSandbox } from './killed.ts';
import { lackingSelftests } from './lacking.ts';
import { NOT_TESTED } from './not-tested.ts';
import { refusedDownload } from './refused-download.ts';
import type { Selftest } from './selftest.ts';
import { borrowCache, inWorkspace } from './workspace.ts';

/** Faults of the machine and of the person who rehearses. */
export const SELFTESTS: readonly Selftest[] = [
  ...lackingSelftests,
  diskFull,
  refusedDownload,
  killedBuild,
  killedSandbox,
  ctrlC,
];

/**
 * Runs selftests one after another, each in a workspace of its own.
 * @param cache the user's cache, which has everything
 * @throws RehearsalError when a claim does not hold
 */
export async function runSelftests(selftests: readonly Selftest[], cache: CacheFolders, steps: Steps): Promise<void> {
  for (const { title, run } of selftests) await steps.run(title, () => inWorkspace(cache, run), String);
  const shared = selftests.filter(({ leavesNothing }) => leavesNothing);
  if (shared.length > 0)
    await steps.run(`a second run after ${shared.map(({ id }) => id).join(', ')}`, () => secondRun(cache));
  for (const reason of NOT_TESTED) steps.say(`  --  not tested: ${reason}`);
}

/** The same command without the fault. */
async function secondRun(cache: CacheFolders): Promise<void> {
  await inWorkspace(cache, async (workspace) => {
    await borrowCache(workspace);
    const env = { ONEMERGE_CACHE: workspace.cache.root };
    expectGreen(await Attempt.toTheEnd(REHEARSE, { env }));
  });
}
