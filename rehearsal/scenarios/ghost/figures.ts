import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { pastTheCache } from '../../fakes/cloudfront/visitor.ts';
import type { GhostHarness } from '../../harness/ghost/harness.ts';
import { TIMEOUT_SECONDS } from '../../harness/ghost/pod.ts';
import { OWNER } from '../../harness/ghost/settings.ts';
import { type GhostSite, openGhostSite, synthesizeGhost } from '../../harness/ghost/site.ts';
import { Author } from '../../harness/ghost-admin.ts';
import { ACCEPTED, failures, fire, type Load } from '../../harness/load/load.ts';
import { ADDRESSES } from '../../sandbox/addresses.ts';
import { percentile } from '../../shared/percentile.ts';
import { waitFor } from '../../shared/process/wait.ts';
import { atOnce, type Both, line, lines, ofBoth } from './figures/both.ts';
import { firstBytes, milliseconds } from './figures/first-bytes.ts';
import { formerObjects, formerStack, formerWords } from './figures/former-edge.ts';
import { bareErrors, PATHS, reading, told } from './figures/reading.ts';
import type { Check, Section } from './section.ts';

/** Readers at once of each edge while nothing happens: as many pages as they get. */
const CALM: Load = { paths: PATHS, connections: 10, seconds: 10, past: false };

/** Seconds. */
const OUTAGE = 10;

/** Seconds within which a reader must see what an author has corrected, and until nobody waits for it any more. */
const SEEN_WITHIN = 5;
const PATIENCE = 10;

/**
 * What was done for readers, in figures: in front of one Ghost stand the edge and the load balancer of today, and beside them those of before
 * (figures/former-settings.ts). Each line says before | after, of the same moment.
 */
export const figures: Section = {
  id: 'figures',
  title: "Readers' figures, before | after: two edges in front of one Ghost",
  run: async (harness, check) => {
    await harness.reset();
    await (await harness.blog.start()).untilReady();
    const former = await openFormerSite(harness);
    try {
      const sites = { before: former, after: harness.site };
      await calm(harness, sites, check);
      await replaced(harness, sites, check);
      await restarted(harness, sites, check);
      await corrected(harness, sites, check);
    } finally {
      former.close();
    }
  },
};

async function openFormerSite({ sandbox, cluster, settings }: GhostHarness): Promise<GhostSite> {
  const stack = formerStack(await synthesizeGhost(), settings.SITE_HOST);
  const place = { address: ADDRESSES.otherCloudFront, domainName: `before.${settings.SITE_HOST}`, reword: formerWords };
  const site = await openGhostSite(sandbox, cluster, stack, place);
  const items = formerObjects(site.targetGroupArn);
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  await cluster.kubectl(['apply', '--server-side', '-f', '-'], { input });
  await untilReached(site);
  return site;
}

function untilReached(site: GhostSite): Promise<true> {
  const reached = async () => (await site.visit(pastTheCache('/'))).status === 200 || undefined;
  return waitFor(`${site.url} gives pages`, reached, { seconds: TIMEOUT_SECONDS, every: 50 });
}

async function calm({ sandbox }: GhostHarness, sites: Both<GhostSite>, check: Check): Promise<void> {
  await check('while nothing happens: the first byte', async () => {
    const authority = readFileSync(sandbox.authority.certificate, 'utf8');
    const taken = await firstBytes(
      ofBoth(sites, ({ url }) => url),
      authority,
    );
    const median = ofBoth(taken, ({ warm }) => percentile(warm, 50));
    assert.ok(median.after < median.before, `a warm page takes ${median.after} ms, and took ${median.before} ms`);
    return lines(taken, {
      'of a page that nobody has read, median': ({ cold }) => milliseconds(cold),
      'of one that somebody has just read, median': ({ warm }) => milliseconds(warm),
    }).join('; ');
  });

  await check(`while nothing happens: ${CALM.connections} readers at once of each`, async () => {
    const loaded = await atOnce(sites, async (site) => {
      for (const path of PATHS) await site.visit(path, { headers: ACCEPTED });
      const start = site.answered();
      const met = await fire(sandbox, site.url, CALM);
      return { met, asked: site.answered() - start };
    });
    const share = ofBoth(loaded, ({ met }) => met.hits / met.requests);
    const { before, after } = loaded;
    assert.equal(failures(after.met), 0, 'readers of today met errors while nothing happened');
    assert.ok(after.met.perSecond > before.met.perSecond, 'readers of today get fewer pages a second');
    assert.ok(after.asked < before.asked && share.after > share.before, 'the edge of today asks Ghost more often');
    return lines(loaded, {
      'requests/s': ({ met }) => Math.round(met.perSecond),
      'p50, ms': ({ met }) => met.latency.p50,
      'p99, ms': ({ met }) => met.latency.p99,
      requests: ({ met }) => met.requests,
      'that reached Ghost': ({ asked }) => asked,
      'answered by the edge alone': ({ met }) => `${Math.round((100 * met.hits) / met.requests)} %`,
      'without a page': ({ met }) => failures(met),
      'the oldest page, s': ({ met }) => met.oldest,
    }).join('; ');
  });
}

async function replaced(harness: GhostHarness, sites: Both<GhostSite>, check: Check): Promise<void> {
  await check("Ghost's pod is replaced, as a merge does it", async () => {
    const seen = await reading(harness, sites, async () => {
      await harness.blog.stop();
      await (await harness.blog.start()).untilReady();
      await atOnce(sites, untilReached);
    });
    const bare = ofBoth(seen, bareErrors);
    assert.equal(bare.after, 0, `readers of today noticed it: ${told(seen)}`);
    assert.ok(bare.before > 0, `readers of before did not notice it, so this compares nothing: ${told(seen)}`);
    assert.ok(seen.after.away < seen.before.away, `Ghost is away for longer than before: ${told(seen)}`);
    return told(seen);
  });
}

async function restarted(harness: GhostHarness, sites: Both<GhostSite>, check: Check): Promise<void> {
  await check(`the database is away for ${OUTAGE} s`, async () => {
    const seen = await reading(harness, sites, async () => {
      await harness.database.stop();
      await sleep(OUTAGE * 1000);
      await harness.database.start();
      await atOnce(sites, untilReached);
    });
    assert.equal(bareErrors(seen.after), 0, `readers of today noticed it: ${told(seen)}`);
    return told(seen);
  });
}

/** Ghost told everybody to keep a permanent redirect for a year. */
async function corrected({ site }: GhostHarness, sites: Both<GhostSite>, check: Check): Promise<void> {
  await check('an author corrects a permanent redirect: when a reader is led to the right page', async () => {
    const author = new Author(site, site.url);
    assert.equal(await author.signIn(OWNER.email, OWNER.password), 201);
    const leadsTo = async (at: GhostSite, path: string) => (await at.visit('/moved/')).headers.location === path;
    await author.uploadRedirects('301:\n  /moved/: /here/\n');
    for (const one of [sites.before, sites.after])
      assert.ok(await leadsTo(one, '/here/'), `${one.url} has no redirect`);
    await author.uploadRedirects('301:\n  /moved/: /there/\n');
    const start = Date.now();
    const seconds = await atOnce(sites, async (one) => {
      while (!(await leadsTo(one, '/there/'))) {
        if (Date.now() - start > PATIENCE * 1000) return Number.POSITIVE_INFINITY;
        await sleep(100);
      }
      return (Date.now() - start) / 1000;
    });
    assert.ok(seconds.after <= SEEN_WITHIN, `seen after ${seconds.after} s, and must be within ${SEEN_WITHIN} s`);
    return line(
      'seen after, s',
      ofBoth(seconds, (one) => (Number.isFinite(one) ? one.toFixed(1) : `more than ${PATIENCE}`)),
    );
  });
}
