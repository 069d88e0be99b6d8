import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { visitorAt } from '../../harness/ghost/at-the-pod.ts';
import type { GhostHarness } from '../../harness/ghost/harness.ts';
import type { GhostPod } from '../../harness/ghost/pod.ts';
import { OWNER } from '../../harness/ghost/settings.ts';
import { Author } from '../../harness/ghost-admin.ts';
import { waitFor } from '../../shared/process/wait.ts';
import { type Attacker, attacker, refused, story } from './attacker.ts';
import { confinement } from './confinement.ts';
import { guessing } from './guessing.ts';
import { previews } from './previews.ts';
import { probes } from './probes.ts';
import { readers } from './readers.ts';
import type { Check, Section } from './section.ts';

/** An empty database, an empty content folder, and somebody who wants to own the blog first. */
export const firstStart: Section = {
  id: 'first-start',
  title: 'First start with an empty database and no content',
  run: async (harness, check) => {
    await check('control: without prepare, an attacker who reaches the pod claims the blog', async () => {
      await harness.reset();
      const pod = await harness.blog.start({ withoutPrepare: true });
      const claimant = await attackerAtThePod(harness, pod);
      const taken = async () => claimant.answers.has(201) || undefined;
      await waitFor('the attacker owns the blog', taken, { seconds: 300 }).finally(claimant.stop);
      return story(claimant);
    });

    await harness.reset();
    const pod = await harness.blog.start();
    const attackers = {
      'through CloudFront': attacker(harness.site.visit),
      "at the pod's own address": await attackerAtThePod(harness, pod),
    };
    await check('the blog becomes Ready by itself', async () => {
      const seconds = await pod.untilReady().finally(() => stop(Object.values(attackers)));
      const log = await pod.log();
      assert.equal(pod.restarts, 0, log.slice(-2000));
      const words = log.match(/prepare: .*/g)?.join('; ');
      return `Ready after ${seconds} s, no restart; "${words}"; memory at its highest: ${pod.memory}`;
    });
    for (const [where, claimant] of Object.entries(attackers)) await cannotClaim(check, where, claimant);
    await signIn(harness, check, attackers['through CloudFront']);
    await socialWebIsOff(harness, check, pod);
    await probes(harness, check, pod);
    await readers(harness, check);
    await previews(harness.site, check);
    await confinement(check, pod);
    await check('the connection to the database is encrypted, with an awkward password', async () => {
      const accepts = await harness.database.query(
        "SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'SSL_ACCEPTS'",
      );
      assert.ok(Number(accepts) > 0);
      return `the server refuses plain connections and took ${accepts} encrypted ones`;
    });
    await guessing(check, harness.site.visit, visitorAt(await pod.address(), harness.settings));
  },
};

/** Past CloudFront: from an address of the VPC that the network policy lets in, with the headers that Ghost wants. */
async function attackerAtThePod(harness: GhostHarness, pod: GhostPod): Promise<Attacker> {
  return attacker(visitorAt(await pod.address(), harness.settings));
}

/** Ends the attempts two seconds after the blog is Ready: by then each attacker has met it. */
async function stop(attackers: readonly Attacker[]): Promise<void> {
  await sleep(2000);
  await Promise.all(attackers.map((one) => one.stop()));
}

async function cannotClaim(check: Check, where: string, claimant: Attacker): Promise<void> {
  await check(`nobody can ever claim the blog ${where}`, async () => {
    assert.equal(claimant.answers.get(201), undefined, `the attacker was accepted: ${story(claimant)}`);
    const kept = refused(claimant) + (claimant.answers.get(503) ?? 0);
    assert.ok(kept > 0, `the attacker came too late: ${story(claimant)}`);
    assert.ok(claimant.answers.get(403), `the attacker never met a Ghost that refuses: ${story(claimant)}`);
    return story(claimant);
  });
}

/** It would ask the blog's own address for a service that is not there, and say so in the log at every start. */
async function socialWebIsOff({ site }: GhostHarness, check: Check, pod: GhostPod): Promise<void> {
  await check('Ghost offers no social web that nothing leads to', async () => {
    const owner = new Author(site, site.url);
    await owner.signIn(OWNER.email, OWNER.password);
    assert.equal(await owner.setting('social_web_enabled'), false);
    const log = await pod.log();
    assert.match(log, /Ghost booted/, 'the log holds nothing of Ghost');
    assert.doesNotMatch(log, /activitypub/i);
    return 'off in the admin area; not a word of it in the log';
  });
}

async function signIn({ site }: GhostHarness, check: Check, stranger: Attacker): Promise<void> {
  await check('the owner signs in with the password from the secret, and the attacker cannot', async () => {
    // Twice: Ghost never asks for a code the first time that an account signs in.
    for (const device of [1, 2]) {
      const owner = new Author(site, site.url);
      assert.equal(await owner.signIn(OWNER.email, OWNER.password), 201, `device ${device}`);
      assert.equal(await owner.whoAmI(), OWNER.email);
    }
    const status = await new Author(site, site.url).signIn(stranger.email, stranger.password);
    assert.notEqual(status, 201);
    return `201 for the owner on two devices, ${status} for the attacker; no code is asked for, as there is no mail`;
  });
}
