import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { GHOST_PORT } from '../../../lib/names.ts';
import { type Visitor, visitorOf } from '../../fakes/cloudfront/visitor.ts';
import type { GhostHarness } from '../../harness/ghost/harness.ts';
import type { GhostPod } from '../../harness/ghost/pod.ts';
import { OWNER } from '../../harness/ghost/settings.ts';
import { Author } from '../../harness/ghost-admin.ts';
import { ADDRESSES } from '../../sandbox/addresses.ts';
import { waitFor } from '../../shared/process/wait.ts';
import { confinement } from './confinement.ts';
import { probes } from './probes.ts';
import { readers } from './readers.ts';
import type { Check, Section } from './section.ts';
import { refused, story, type Thief, thief } from './thief.ts';

/** An empty database, an empty content folder, and somebody who wants to own the blog first. */
export const firstStart: Section = {
  id: 'first-start',
  title: 'A first start, on an empty database and an empty content folder',
  play: async (harness, check) => {
    await check('control: without prepare, a thief who reaches the pod takes the blog', async () => {
      await harness.reset();
      const pod = await harness.blog.start({ withoutPrepare: true });
      const robber = await thiefAtThePod(harness, pod);
      const taken = async () => robber.answers.has(201) || undefined;
      await waitFor('the thief owns the blog', taken, { seconds: 300 }).finally(robber.stop);
      return story(robber);
    });

    await harness.reset();
    const pod = await harness.blog.start();
    const thieves = {
      'through CloudFront': thief(harness.site.visit),
      "at the pod's own address": await thiefAtThePod(harness, pod),
    };
    await check('it becomes Ready by itself', async () => {
      const seconds = await pod.untilReady().finally(() => stop(Object.values(thieves)));
      const log = await pod.log();
      assert.equal(pod.restarts, 0, log.slice(-2000));
      const words = log.match(/prepare: .*/g)?.join('; ');
      return `Ready after ${seconds} s, no restart; "${words}"; memory at its highest: ${pod.memory}`;
    });
    for (const [where, robber] of Object.entries(thieves)) await robbed(check, where, robber);
    await signIn(harness, check, thieves['through CloudFront']);
    await probes(harness, check, pod);
    await readers(harness, check);
    await confinement(check, pod);
    await check('the connection to the database is encrypted, with an awkward password', async () => {
      const accepts = await harness.database.query(
        "SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'SSL_ACCEPTS'",
      );
      assert.ok(Number(accepts) > 0);
      return `the server refuses plain connections and took ${accepts} encrypted ones`;
    });
  },
};

/** Past CloudFront: from an address of the VPC that the network policy lets in, with the headers that Ghost wants. */
async function thiefAtThePod({ settings }: GhostHarness, pod: GhostPod): Promise<Thief> {
  const visit: Visitor = visitorOf(`http://${await pod.address()}:${GHOST_PORT}`, { from: ADDRESSES.cloudFront });
  return thief(visit, { host: settings.SITE_HOST, 'x-forwarded-proto': 'https' });
}

/** Ends the attempts two seconds after the blog is Ready: by then each thief has met it. */
async function stop(thieves: readonly Thief[]): Promise<void> {
  await sleep(2000);
  await Promise.all(thieves.map((one) => one.stop()));
}

async function robbed(check: Check, where: string, robber: Thief): Promise<void> {
  await check(`nobody can claim the blog ${where}, at no moment`, async () => {
    assert.equal(robber.answers.get(201), undefined, `the thief was accepted: ${story(robber)}`);
    const kept = refused(robber) + (robber.answers.get(502) ?? 0);
    assert.ok(kept > 0, `the thief came too late: ${story(robber)}`);
    assert.ok(robber.answers.get(403), `the thief never met a Ghost that refuses: ${story(robber)}`);
    return story(robber);
  });
}

async function signIn({ site }: GhostHarness, check: Check, stranger: Thief): Promise<void> {
  await check('the owner signs in with the password from the secret, and the thief does not', async () => {
    // Twice: Ghost never asks for a code the first time that an account signs in.
    for (const device of [1, 2]) {
      const owner = new Author(site, site.url);
      assert.equal(await owner.signIn(OWNER.email, OWNER.password), 201, `device ${device}`);
      assert.equal(await owner.whoAmI(), OWNER.email);
    }
    const status = await new Author(site, site.url).signIn(stranger.email, stranger.password);
    assert.notEqual(status, 201);
    return `201 for the owner on two devices, ${status} for the thief; no code is asked for, as there is no mail`;
  });
}
