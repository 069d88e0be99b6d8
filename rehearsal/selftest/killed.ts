import { existsSync, readdirSync } from 'node:fs';
import { cgroupIds, cgroupOf, cgroupProcesses } from '../sandbox/cgroups.ts';
import { type ProcessView, viewProcesses } from '../sandbox/host-snapshot.ts';
import { RehearsalError } from '../shared/errors.ts';
import { waitFor } from '../shared/process/wait.ts';
import { Attempt, DEPLOY, REHEARSE } from './attempt.ts';
import { expectGreen, expectWords } from './expect.ts';
import type { Selftest } from './selftest.ts';
import { borrowCache, type Workspace } from './workspace.ts';

/** A small build that downloads: it takes seconds, and its folder is there from its beginning. */
const BUILD = 'userland';

/** Starts a rehearsal that has something to build, and waits until it does. */
export async function whileItBuilds(workspace: Workspace): Promise<Attempt> {
  const { root, building } = workspace.cache;
  await borrowCache(workspace, [BUILD]);
  const attempt = new Attempt(DEPLOY, { env: { ONEMERGE_CACHE: root } });
  const begun = () => existsSync(building) && readdirSync(building).some((name) => name.startsWith(`${BUILD}-`));
  await attempt.until(`${BUILD} is being built`, () => begun() || undefined);
  return attempt;
}

/** Waits until no process uses a cache any more, by a variable, its working directory or an argument. */
async function untilAlone(cache: string): Promise<void> {
  const knows = ({ command, environment }: ProcessView) =>
    [command, ...environment].some((text) => text.includes(cache));
  const look = async () => {
    const left = viewProcesses().filter(knows);
    if (left.length === 0) return true;
    throw new Error(left.map(({ pid, command }) => `${pid} ${command}`).join(', '));
  };
  await waitFor('every process of the killed rehearsal ends', look, {
    seconds: 15,
    help: 'see which process it is: ps -ef',
  });
}

export const killedBuild: Selftest = {
  id: 'killed-build',
  title: 'killed during a build: nothing keeps running, and a second run builds',
  run: async (workspace) => {
    const { root } = workspace.cache;
    const first = await whileItBuilds(workspace);
    first.signal('SIGKILL');
    await first.ending();
    await untilAlone(root);
    expectGreen(await Attempt.toTheEnd(DEPLOY, { env: { ONEMERGE_CACHE: root } }));
    return 'no process kept running; built again';
  },
};

export const killedSandbox: Selftest = {
  id: 'killed-sandbox',
  title: 'killed with containers running: nothing keeps running; a second run works and says how to clean up',
  run: async (workspace) => {
    const { root, runs } = workspace.cache;
    const env = { ONEMERGE_CACHE: root };
    await borrowCache(workspace);
    // The deployment may end before the first container runs.
    const first = new Attempt(['rehearse', '--until', 'ghost', '--no-pictures'], { env });
    const id = () => (existsSync(runs) ? (readdirSync(runs)[0] ?? '') : '');
    const containers = () => (id() === '' ? 0 : cgroupProcesses(cgroupOf(id())).length);
    const count = await first.until('containers run', () => containers() || undefined);
    const killed = id();
    first.signal('SIGKILL');
    await first.ending();
    await untilAlone(root);
    const second = await Attempt.toTheEnd(REHEARSE, { env });
    expectGreen(second);
    expectWords(second, new RegExp(`left files in ${runs}: ${killed}\\n.*npx onemerge rehearse clean`));
    expectWords(await Attempt.toTheEnd(['rehearse', 'clean'], { env }), new RegExp(`^Removed: ${killed}$`, 'm'));
    if (readdirSync(runs).length > 0 || cgroupIds().includes(killed)) {
      const help = 'see rehearsal/sandbox/cleanup.ts';
      throw new RehearsalError(`\`clean\` did not remove all of ${killed}`, { where: runs, help });
    }
    return `${count} processes in containers ended with it`;
  },
};
