import assert from 'node:assert/strict';
import { askAsMaster } from '../../harness/database-server.ts';
import type { Harness } from '../../harness/harness.ts';
import { databaseUser } from '../../scenarios/database-user.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { waitFor } from '../../shared/process/wait.ts';
import { handedOver } from './handed-over.ts';
import { outagesDuring } from './outages.ts';
import { rotateMaster } from './rotated-master.ts';
import { type RunningGhost, runningGhost } from './running-ghost.ts';

/** Seconds for a new user, for the kubelet to bring it to the pod, which takes it up to two minutes, and for Ghost's start. */
const TIMEOUT_SECONDS = 300;

const SIGNED_IN = "SELECT DISTINCT user FROM information_schema.processlist WHERE user LIKE 'blog\\_%'";
const WITH_RIGHTS = "SELECT user FROM mysql.db WHERE user LIKE 'blog\\_%'";

/** Asks for another user as docs/operations.md does, and waits until Ghost runs with it. */
async function rotate(harness: Harness, before: RunningGhost): Promise<RunningGhost> {
  const { kubectl } = await harness.cluster();
  await kubectl(['-n', 'ghost', 'delete', 'secret', 'database-user']);
  const restarted = async () => {
    const now = await runningGhost(harness);
    return now && now.restarts > before.restarts && now.ready ? now : undefined;
  };
  return await waitFor('Ghost has started again', restarted, { seconds: TIMEOUT_SECONDS, every: 300 });
}

/** Has the program take the former user for one that nobody needs any more, which it otherwise does a quarter of an hour later. */
async function agePresentUser(harness: Harness): Promise<void> {
  const { kubectl } = await harness.cluster();
  const since = new Date(Date.now() - 3_600_000).toISOString();
  const patch = JSON.stringify({ stringData: { since } });
  await kubectl(['-n', 'ghost', 'patch', 'secret', 'database-user', '--type=merge', '--patch', patch]);
}

/** Both passwords are changed under readers: the master's first, so that the new one has to make the new user. */
export const rotatedPassword: Scenario = {
  id: 'rotated-password',
  title: 'both passwords of the database are changed under traffic: Ghost restarts once, and no page fails beyond that',
  run: async (harness) => {
    const former = await handedOver(harness);
    const before = await runningGhost(harness);
    assert.ok(former && before?.ready, 'Ghost does not run with a user of its own');
    const site = await harness.site();
    const master = await outagesDuring(site, () => rotateMaster(harness));
    assert.deepEqual(master.outages, [], "Ghost noticed that the master's password has changed");
    const start = Date.now();
    const { result: after, requests, outages } = await outagesDuring(site, () => rotate(harness, before));
    const seconds = (Date.now() - start) / 1000;
    const present = await handedOver(harness);
    assert.notEqual(present, former);
    assert.deepEqual(after, { ...before, restarts: before.restarts + 1 }, 'one restart, in the same pod');
    assert.deepEqual(await askAsMaster(harness, SIGNED_IN), [present], 'who is signed in');
    assert.equal(outages.length, 1, `one outage, the restart: ${JSON.stringify(outages)}`);
    await agePresentUser(harness);
    const alone = async () => (await askAsMaster(harness, WITH_RIGHTS)).join() === present || undefined;
    await waitFor('the former user is locked', alone, { seconds: 60, every: 1000 });
    const rights = await databaseUser.run(harness);
    const [restart] = outages;
    return {
      note: `${former} to ${present} in ${seconds.toFixed(0)} s; of ${requests} requests those of ${restart?.seconds.toFixed(1)} s failed, answered ${restart?.statuses}; none of ${master.requests} while the master's changed; ${rights}`,
      figures: { 'rotated password: blog away, s': [restart?.seconds ?? 0] },
    };
  },
};
