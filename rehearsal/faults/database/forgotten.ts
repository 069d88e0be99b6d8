import assert from 'node:assert/strict';
import { askAsMaster, databaseServer } from '../../harness/database-server.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { waitFor } from '../../shared/process/wait.ts';
import { waitForBlog } from '../delivery/merge-during-fault.ts';
import { handedOver } from './handed-over.ts';
import { outagesDuring } from './outages.ts';
import { runningGhost } from './running-ghost.ts';

/** A database that was restored from a backup: it knows neither the present user nor its connections. */
export const forgottenUser: Scenario = {
  id: 'forgotten-user',
  title: 'a restored database does not know the present user: it is made again, and nothing restarts',
  run: async (harness) => {
    const user = await handedOver(harness);
    const before = await runningGhost(harness);
    assert.ok(user && before, 'Ghost does not run with a user of its own');
    const known = async () => (await askAsMaster(harness, `SELECT user FROM mysql.user WHERE user = '${user}'`)).length;
    const { outages } = await outagesDuring(await harness.site(), async () => {
      await askAsMaster(harness, `DROP USER '${user}'@'%'`);
      await (await databaseServer(harness)).crash();
      await waitFor('the user is there again', async () => (await known()) || undefined, { seconds: 60, every: 300 });
      await waitForBlog(harness);
    });
    assert.equal(await handedOver(harness), user, 'the Secret stays');
    assert.deepEqual(await runningGhost(harness), before);
    const away = outages.reduce((sum, { seconds }) => sum + seconds, 0);
    return `${user} made again, with the password that Ghost has; the blog was away for ${away.toFixed(1)} s`;
  },
};
