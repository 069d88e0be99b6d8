import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { pastTheCache } from '../../fakes/cloudfront/visitor.ts';
import type { GhostHarness } from '../../harness/ghost/harness.ts';
import { TIMEOUT_SECONDS } from '../../harness/ghost/pod.ts';
import { OWNER } from '../../harness/ghost/settings.ts';
import { type GhostSite, openGhostSite, synthesizeGhost } from '../../harness/ghost/site.ts';
import { Author } from '../../harness/ghost-admin.ts';
import { failures, fire, type Load, type Met, underLoad } from '../../harness/load/load.ts';
import { type Readers, whileReading } from '../../harness/reader.ts';
import { ADDRESSES } from '../../sandbox/addresses.ts';
import { percentile } from '../../shared/percentile.ts';
import { waitFor } from '../../shared/process/wait.ts';
import { atOnce, type Both, line, ofBoth } from './figures/both.ts';
import { firstBytes, milliseconds } from './figures/first-bytes.ts';
import { formerObjects, formerStack, formerWords } from './figures/former-edge.ts';
import type { Check, Section } from './section.ts';

const PATHS = ['/', '/coming-soon/', '/rss/'];

/** Readers at once of each edge while nothing happens: as many pages as they get. */
const CALM: Load = { paths: PATHS, connections: 10, seconds: 10, past: false };

/** And while something happens, held down. */
const HELD: Load = { paths: PATHS, connections: 5, perSecond: 20, seconds: 300, past: false };

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
    return [
      line(
        'nobody has read the page',
        ofBoth(taken, ({ cold }) => milliseconds(cold)),
      ),
      line(
        'somebody has',
        ofBoth(taken, ({ warm }) => milliseconds(warm)),
      ),
    ].join('; ');
  });

  await check(`while nothing happens: ${CALM.connections} readers at once of each`, async () => {
    const loaded = await atOnce(sites, async (site) => {
      for (const path of PATHS) await site.visit(path, { headers: { 'accept-encoding': 'gzip, br' } });
      const start = site.answered();
      const met = await fire(sandbox, site.url, CALM);
      return { met, asked: site.answered() - start };
    });
    const share = ofBoth(loaded, ({ met }) => met.hits / met.requests);
    const { before, after } = loaded;
    assert.equal(failures(after.met), 0, 'readers of today met errors while nothing happened');
    assert.ok(after.met.perSecond > before.met.perSecond, 'readers of today get fewer pages a second');
    assert.ok(after.asked < before.asked && share.after > share.before, 'the edge of today asks Ghost more often');
    return [
      ...lines(loaded, {
        'requests/s': ({ met }) => Math.round(met.perSecond),
        'p50, ms': ({ met }) => met.latency.p50,
        'p99, ms': ({ met }) => met.latency.p99,
        requests: ({ met }) => met.requests,
        'that reached Ghost': ({ asked }) => asked,
        'answered by the edge alone': ({ met }) => `${Math.round((100 * met.hits) / met.requests)} %`,
        'without a page': ({ met }) => failures(met),
        'the oldest page, s': ({ met }) => met.oldest,
      }),
    ].join('; ');
  });
}

/** What readers met at an edge: one who reads on, those who need Ghost itself, and many at once. */
interface Seen {
  readonly away: number;
  readonly readers: Readers;
  readonly met: Met;
}

/** Has everybody read on at both edges for as long as some work takes. */
async function reading<T>(
  { sandbox }: GhostHarness,
  { before, after }: Both<GhostSite>,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly seen: Both<Seen> }> {
  const at = async <U>(site: GhostSite, inner: () => Promise<U>) => {
    const { result, met } = await underLoad(sandbox, site, HELD, () => whileReading(site, inner));
    return { result: result.result, seen: { away: result.away, readers: result.readers, met } };
  };
  const outer = await at(before, () => at(after, work));
  return { result: outer.result.result, seen: { before: outer.seen, after: outer.result.seen } };
}

/** Everything that was no page, and no word of when to come back. Ghost's own errors are its own. */
const bareErrors = ({ readers, met }: Seen): number => readers.errors + readers.bare + failures(met);

function told(seen: Both<Seen>): string {
  return lines(seen, {
    "requests of one reader's": ({ readers }) => readers.requests,
    'errors of that reader': ({ readers }) => readers.errors,
    'the longest wait, s': ({ readers }) => readers.longest.toFixed(1),
    'the oldest page, s': ({ readers }) => readers.oldest,
    'requests of five readers at once': ({ met }) => met.requests,
    'of them without a page': ({ met }) => failures(met),
    'seconds without Ghost, for who needs it': ({ away }) => away.toFixed(1),
    'bare errors to them': ({ readers }) => readers.bare,
    'times "Back in a moment"': ({ readers }) => readers.later,
    "errors of Ghost's own": ({ readers }) => readers.own,
  }).join('; ');
}

async function replaced(harness: GhostHarness, sites: Both<GhostSite>, check: Check): Promise<void> {
  await check("Ghost's pod is replaced, as a merge does it", async () => {
    const { seen } = await reading(harness, sites, async () => {
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
    const { seen } = await reading(harness, sites, async () => {
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

/** A line for each of the figures. */
function lines<T>(both: Both<T>, named: Readonly<Record<string, (one: T) => string | number>>): string[] {
  return Object.entries(named).map(([name, figure]) => line(name, ofBoth(both, figure)));
}
