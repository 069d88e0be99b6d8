import { readdirSync } from 'node:fs';
import { INTERRUPTED, RehearsalError } from '../shared/errors.ts';
import { Attempt, REHEARSE } from './attempt.ts';
import { expectGreen, expectMessage, expectWords } from './expect.ts';
import { whileItBuilds } from './killed.ts';
import type { Selftest } from './selftest.ts';

/** Requires that a folder is empty. */
function requireEmpty(folder: string): void {
  const left = readdirSync(folder);
  if (left.length === 0) return;
  throw new RehearsalError(`Ctrl-C left ${left.join(', ')} in ${folder}`, {
    help: 'see removeRun in rehearsal/sandbox/cleanup.ts',
  });
}

export const ctrlC: Selftest = {
  id: 'ctrl-c',
  title: 'Ctrl-C during a build and in a sandbox: it cleans up, says so, and the next run continues',
  run: async (workspace) => {
    const env = { ONEMERGE_CACHE: workspace.cache.root };
    const building = await whileItBuilds(workspace);
    building.signal('SIGINT');
    const expected = { code: INTERRUPTED, what: /^interrupted$/, help: /run the same command again/ };
    expectMessage(await building.ending(), expected);
    requireEmpty(workspace.cache.building);

    const inSandbox = new Attempt(REHEARSE, { env });
    await inSandbox.until('the sandbox is set up', (output) => /ok +set up the sandbox/.exec(output)?.[0]);
    const start = Date.now();
    inSandbox.signal('SIGINT');
    const ending = await inSandbox.ending();
    const seconds = (Date.now() - start) / 1000;
    expectWords(ending, /^Stopping: this takes up to \d+ s/m);
    expectWords(ending, /ok +nothing is left .*no process, container, namespace, mount, cgroup, file$/m);
    requireEmpty(workspace.cache.runs);
    if (ending.code !== INTERRUPTED) {
      throw new RehearsalError(`Ctrl-C ended with exit code ${ending.code} instead of ${INTERRUPTED}`, {
        help: 'see enterSandbox in rehearsal/sandbox/enter.ts',
      });
    }
    expectGreen(await Attempt.toTheEnd(REHEARSE, { env }));
    return `exit code ${INTERRUPTED} both times; the sandbox was gone after ${seconds.toFixed(1)} s`;
  },
};
