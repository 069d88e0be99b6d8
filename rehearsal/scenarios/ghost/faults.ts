import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { CONTRACT_VALUES } from '../../../cli/shared/rendering/contract-values.ts';
import { killContainer } from '../../cluster/container.ts';
import { pastTheCache } from '../../fakes/cloudfront/visitor.ts';
import type { GhostHarness } from '../../harness/ghost/harness.ts';
import { TIMEOUT_SECONDS } from '../../harness/ghost/pod.ts';
import { OWNER } from '../../harness/ghost/settings.ts';
import { Author } from '../../harness/ghost-admin.ts';
import { waitFor } from '../../shared/process/wait.ts';
import type { Check, Section } from './section.ts';

/** Seconds that the database is away under a blog that runs: longer than the period of each probe. */
const OUTAGE_SECONDS = 25;

/** Ghost's migrations, or the database, are interrupted. */
export const faults: Section = {
  id: 'faults',
  title: 'Faults in migrations and the database',
  run: async (harness, check) => {
    for (const tables of [10, 60]) await killedMigration(harness, check, tables);
    await heldLock(harness, check);
    await restartedDatabase(harness, check);
    await absentDatabase(harness, check);
    await newerSchema(harness, check);

    await check("a new owner's password in the secret has no effect once the blog has its owner", async () => {
      const secrets = { [CONTRACT_VALUES.OWNER_SECRET_ARN]: { password: 'another password, made later' } };
      const pod = await harness.blog.start({ secrets });
      await pod.untilReady();
      assert.equal(await new Author(harness.site, harness.site.url).signIn(OWNER.email, OWNER.password), 201);
      return 'the first password still signs in';
    });
  },
};

async function killedMigration({ blog, database, site, reset }: GhostHarness, check: Check, tables: number) {
  await check(`Ghost recovers from a kill during its first migration, after ${tables} tables`, async () => {
    await reset();
    const pod = await blog.start();
    const container = await pod.running('prepare');
    const count = "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'ghost'";
    const made = async () => Number(await database.query(count)) >= tables || undefined;
    await waitFor(`${tables} tables exist`, made, { seconds: TIMEOUT_SECONDS, every: 50 });
    killContainer(container);
    const locked = await database.query('SELECT locked FROM ghost.migrations_lock');
    assert.equal(locked, '1', 'the kill came too late to leave the lock');
    const seconds = await pod.untilReady();
    assert.match(await pod.log(), /released the lock of a migration that was killed/);
    assert.equal(pod.restarts, 1);
    assert.equal((await site.visit(pastTheCache('/'))).status, 200);
    return `lock left behind and released; Ready ${seconds} s after the pod's start, started again once by the kubelet`;
  });
}

async function heldLock({ blog, database }: GhostHarness, check: Check) {
  await check('a migration lock stays while its holder is still working', async () => {
    await blog.stop();
    const start = performance.now();
    const busy = database.query('USE ghost; SELECT SLEEP(28)');
    busy.catch(() => undefined); // ended below
    await database.query('UPDATE ghost.migrations_lock SET locked = 1');
    const pod = await blog.start();
    const says = async () => (await pod.log()).match(/the migrations are locked.*/)?.[0];
    const words = await waitFor('prepare says that it waits', says, { seconds: TIMEOUT_SECONDS });
    assert.equal(await database.query('SELECT locked FROM ghost.migrations_lock'), '1');
    const holder = "SELECT id FROM information_schema.processlist WHERE info LIKE 'SELECT SLEEP%'";
    await database.query(`KILL ${await database.query(holder)}`);
    const held = ((performance.now() - start) / 1000).toFixed(1);
    const seconds = await pod.untilReady();
    return `"${words}" for ${held} s; released afterwards, Ready ${seconds} s after its start`;
  });
}

async function restartedDatabase({ blog, database, site }: GhostHarness, check: Check) {
  await check('a restart of the database restarts nothing else', async () => {
    const pod = blog.pod ?? (await blog.start());
    await pod.untilReady();
    const status = async (path: string) => (await site.visit(pastTheCache(path))).status;
    await database.stop();
    await sleep(OUTAGE_SECONDS * 1000);
    const during = { page: await status('/'), file: await status('/robots.txt') };
    await database.start();
    const start = performance.now();
    const back = async () => (await status('/')) === 200 || undefined;
    await waitFor('the front page answers again', back, { seconds: TIMEOUT_SECONDS, every: 50 });
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    assert.equal(pod.restarts, 0);
    assert.ok(pod.isReady, 'the pod left the load balancer');
    const unhealthy = await pod.events('Unhealthy');
    const failed = (kind: string) => unhealthy.filter((message) => message.startsWith(`${kind} probe failed`)).length;
    assert.equal(failed('Liveness'), 0, unhealthy.join('\n'));
    assert.ok(failed('Readiness') > 0, `the kubelet never noticed: ${unhealthy.join('\n')}`);
    return `down for ${OUTAGE_SECONDS} s: pages answered ${during.page}, files ${during.file}, ${failed('Readiness')} readiness probes failed and no liveness probe; pages back after ${seconds} s, no container restarted`;
  });
}

async function absentDatabase({ blog, database }: GhostHarness, check: Check) {
  await check('Ghost waits at its start for a database that is restarting', async () => {
    await blog.stop();
    await database.stop();
    const pod = await blog.start();
    const attempts = async () => (await pod.log()).match(/no database yet/g)?.length;
    const enough = async () => ((await attempts()) ?? 0) >= 3 || undefined;
    await waitFor('prepare has tried three times', enough, { seconds: TIMEOUT_SECONDS });
    await database.start();
    const seconds = await pod.untilReady();
    assert.equal(pod.restarts, 0);
    return `${await attempts()} attempts without a database; Ready ${seconds} s after its start, no container restarted`;
  });
}

/** What a newer Ghost would have left: the version that it writes beside each migration. */
async function newerSchema({ blog, database }: GhostHarness, check: Check) {
  await check('an older Ghost refuses a database that a newer one has migrated', async () => {
    await blog.stop();
    const id = await database.query('SELECT MAX(id) FROM ghost.migrations');
    const version = await database.query(`SELECT currentVersion FROM ghost.migrations WHERE id = ${id}`);
    const writes = (by: string) =>
      database.query(`UPDATE ghost.migrations SET currentVersion = '${by}' WHERE id = ${id}`);
    await writes(`${version}0`);
    const pod = await blog.start();
    assert.equal(await pod.ended('prepare'), 1);
    const says = async () => (await pod.log()).match(/the database was migrated by Ghost.*/)?.[0];
    const words = await waitFor('prepare says why', says, { seconds: TIMEOUT_SECONDS });
    await writes(version);
    const seconds = await pod.untilReady();
    return `"${words}"; with its own version Ready ${seconds} s after the pod's start`;
  });
}
