import { readdirSync } from 'node:fs';
import { INTERRUPTED, RehearsalError } from '../shared/errors.ts';
import { Attempt, REHEARSE } from './attempt.ts';
import { expectGreen, expectMessage, expectWords } from './expect.ts';
import { whileItBuilds } from './killed.ts';
import type { MachineDrill } from './selftest.ts';

/** Requires that a folder is empty. */
function requireEmpty(folder: string): void {
  const left = readdirSync(folder);
  if (left.length === 0) return;
  throw new RehearsalError(`Ctrl-C left ${left.join(', ')} in ${folder}`, {
    help: 'see what removes it on other ways out',
  });
}

export const ctrlC: MachineDrill = {
  id: 'ctrl-c',
  title: 'Ctrl-C during a build and in a room: it cleans up, says so, and goes on the next time',
  play: async (ground) => {
    const env = { ONEMERGE_CACHE: ground.cache.root };
    const building = await whileItBuilds(ground);
    building.signal('SIGINT');
    const told = { code: INTERRUPTED, what: /^interrupted$/, help: /run the same command again/ };
    expectMessage(await building.ending(), told);
    requireEmpty(ground.cache.building);

    const inRoom = new Attempt(REHEARSE, { env });
    await inRoom.until('the room is furnished', (output) => /ok +furnish the room/.exec(output)?.[0]);
    const start = Date.now();
    inRoom.signal('SIGINT');
    const ending = await inRoom.ending();
    const seconds = (Date.now() - start) / 1000;
    expectWords(ending, /^Stopping: everything ends within \d+ s/m);
    expectWords(ending, /ok +nothing is left .*no process, container, namespace, mount, cgroup, file$/m);
    requireEmpty(ground.cache.runs);
    if (ending.code !== INTERRUPTED) {
      throw new RehearsalError(`Ctrl-C ends with ${ending.code}, and ${INTERRUPTED} is right`, {
        help: 'see enterRoom',
      });
    }
    expectGreen(await Attempt.toTheEnd(REHEARSE, { env }));
    return `${INTERRUPTED} both times; the room was gone after ${seconds.toFixed(1)} s`;
  },
};
