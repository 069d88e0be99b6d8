import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Authority } from '../../sandbox/authority.ts';
import { Author } from '../author.ts';
import type { Pod } from '../pod.ts';
import type { Report } from '../report.ts';
import { OWNER, type Stage, TIMEOUT_SECONDS } from '../stage.ts';
import { timed, until } from '../until.ts';

/** A database that is killed, restarted, absent, or somebody else's. */
export async function faults(report: Report, stage: Stage): Promise<void> {
  const { edge, database, site } = stage;
  report.section('Faults');
  const check = alone(report, stage);

  for (const tables of [10, 60]) {
    await check(`a kill during the first migration, after ${tables} tables, heals by itself`, async () => {
      await database.reset();
      const pod = stage.startPod();
      await until(`${tables} tables exist`, TIMEOUT_SECONDS, async () => (await tableCount(stage)) >= tables);
      await pod.current?.signal('SIGKILL');
      const locked = await database.query('SELECT locked FROM ghost.migrations_lock');
      assert.equal(locked, '1', 'the kill came too late to leave the lock');
      const seconds = await pod.untilReady(TIMEOUT_SECONDS);
      assert.match(pod.log, /released the lock of a migration that was killed/);
      assert.equal((await edge.visit('/')).status, 200);
      await pod.delete();
      return `lock left behind and released; Ready ${seconds} s after the pod's start, the kubelet's 10 s of back-off included`;
    });
  }

  await check('a lock whose holder is still at work is not taken away', async () => {
    const busy = database.query('USE ghost; SELECT SLEEP(12)');
    await database.query('UPDATE ghost.migrations_lock SET locked = 1');
    const pod = stage.startPod();
    const waited = await until(
      'prepare says that it waits',
      60,
      () => pod.log.match(/the migrations are locked.*/)?.[0],
    );
    assert.equal(await database.query('SELECT locked FROM ghost.migrations_lock'), '1');
    await busy;
    const seconds = await pod.untilReady(TIMEOUT_SECONDS);
    await pod.delete();
    return `"${waited}" for 12 s; released afterwards, Ready ${seconds} s after its start`;
  });

  const content = stage.emptyContent();
  await check('a restart of the database restarts nothing else', async () => {
    const pod = stage.startPod({ content });
    await pod.untilReady(TIMEOUT_SECONDS);
    await database.stop();
    await sleep(25_000);
    const during = { page: (await edge.visit('/')).status, asset: (await edge.visit('/robots.txt')).status };
    await database.start();
    const { seconds } = await timed(() =>
      until('the front page answers again', TIMEOUT_SECONDS, async () => (await edge.visit('/')).status === 200),
    );
    assert.equal(pod.restarts, 0);
    assert.ok(pod.ready, 'the pod left the load balancer');
    return `down for 25 s: pages answered ${during.page}, files ${during.asset}, liveness ${said(pod)}; pages back after ${seconds} s, no container restarted`;
  });

  await check('a start waits for a database that is restarting', async () => {
    await database.stop();
    const waiting = stage.startPod({ content });
    await sleep(8_000);
    await database.start();
    const seconds = await waiting.untilReady(TIMEOUT_SECONDS);
    assert.equal(waiting.restarts, 0);
    await waiting.delete();
    return `Ready ${seconds} s after its start, of which 8 s without a database; ${waiting.log.match(/no database yet/g)?.length} attempts, no container restarted`;
  });

  await check("a changed owner's password in the secret breaks nothing and changes nothing", async () => {
    const workload = stage.render({}, { 'arn:rehearsal:owner': { password: 'another password, made later' } });
    const next = stage.startPod({ workload, content });
    await next.untilReady(TIMEOUT_SECONDS);
    assert.equal(await new Author(edge, site).signIn(OWNER.email, OWNER.password), 201);
    await next.delete();
    return 'the first password still signs in';
  });
}

/** A database that is not the one that was meant. Ghost must neither start nor send it a password. */
export async function strangers(report: Report, stage: Stage): Promise<void> {
  report.section('Databases that Ghost must refuse');
  const check = alone(report, stage);
  const other = await Authority.create(join(stage.runtime.folder, 'other-authority'), 'another authority');
  const foreign = stage.render({ DATABASE_CA_BUNDLE: readFileSync(other.certificate).toString('base64') });
  const renamed = stage.render({ DATABASE_HOST: 'other.example.com' });
  const cases = [
    ['a certificate of an unknown authority', foreign, /self-signed certificate|unable to (get|verify)/],
    ['a certificate for another host', renamed, /does not match certificate/],
  ] as const;
  for (const [what, workload, reason] of cases) {
    for (const name of ['prepare', 'ghost'] as const) {
      await check(`${name} refuses a database that shows ${what}`, async () => {
        const alone = name === 'prepare' ? workload : { ...workload, pod: { ...workload.pod, initContainers: [] } };
        const pod = stage.startPod({ workload: alone });
        const ended = await until(`${name} ends`, TIMEOUT_SECONDS, () => pod.containers[0]?.ended);
        await pod.delete();
        assert.notEqual(ended, 0);
        assert.match(pod.log, reason);
        return `ended with ${ended}: ${pod.log.match(reason)?.[0]}`;
      });
    }
  }
}

/** Checks that each begin without a pod and with a database, however the one before went. */
function alone(report: Report, stage: Stage): Report['check'] {
  return async (consequence, action) => {
    const passed = await report.check(consequence, action);
    await stage.clear();
    await stage.database.stop();
    await stage.database.start();
    return passed;
  };
}

async function tableCount({ database }: Stage): Promise<number> {
  return Number(await database.query("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'ghost'"));
}

/** What the liveness probe was answered, as "9 x 200". */
function said({ probes }: Pod): string {
  const counts = new Map<number | undefined, number>();
  for (const status of probes.liveness.statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([status, count]) => `${count} x ${status ?? 'nothing'}`).join(', ');
}
