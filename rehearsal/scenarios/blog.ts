import { setTimeout as sleep } from 'node:timers/promises';
import type { Harness } from '../harness/harness.ts';
import { broken, sourcesIn } from '../harness/page.ts';
import type { Site } from '../harness/site.ts';
import { RehearsalError } from '../shared/errors.ts';
import { waitFor } from '../shared/process/wait.ts';
import type { Scenario } from './scenario.ts';
import { UNREAD } from './unread.ts';
import { settled } from './workload.ts';

/** Where Ghost says whether it has an owner, and where a stranger would claim a blog without one. */
const SETUP = '/ghost/api/admin/authentication/setup/';

/** What a stranger who kept asking until the blog was up got. */
interface Knocking {
  readonly refused: number;
  readonly answered: number;
}

/** Keeps asking a new blog until aborted. @throws RehearsalError when the blog could have been claimed */
async function knock(site: Site, stop: AbortSignal): Promise<Knocking> {
  let refused = 0;
  let answered = 0;
  while (!stop.aborted) {
    const { status, body } = await site.visit(SETUP);
    if (status === 200) {
      answered += 1;
      const owned = (JSON.parse(body.toString()) as { setup: { status: boolean }[] }).setup[0]?.status;
      if (owned !== true) throw claimFailed(`the blog could be claimed: ${SETUP} answered ${body}`);
    } else refused += 1;
    await sleep(100);
  }
  return { refused, answered };
}

function claimFailed(what: string): RehearsalError {
  return new RehearsalError(what, { help: 'see gitops/apps/ghost/deployment.yaml; run again with --keep' });
}

/** The first start of the blog, while a stranger tries to claim it. */
export const ghost: Scenario = {
  id: 'ghost',
  title: 'Ghost starts, and no stranger can claim the blog',
  unread: UNREAD.noBlog,
  run: async (harness) => {
    const site = await harness.site();
    const stop = new AbortController();
    const knocking = knock(site, stop.signal);
    knocking.catch(() => undefined); // awaited below
    try {
      const objects = await settled(harness, 'ghost', 300);
      const reached = async () => (await site.visit(SETUP)).status === 200 || undefined;
      await waitFor('readers reach the blog', reached, { seconds: 120, where: harness.sandbox.log('cloudfront') });
      stop.abort();
      const { refused, answered } = await knocking;
      if (refused === 0) throw claimFailed('nothing was tested: the blog answered the first request');
      return `${objects} objects; a stranger was refused ${refused} times, then found the blog already owned ${answered} times`;
    } finally {
      stop.abort();
    }
  },
};

/** The blog as a reader sees it, through CloudFront. */
export const blog: Scenario = {
  id: 'blog',
  title: 'readers reach the blog over HTTPS',
  run: async (harness) => {
    const site = await harness.site();
    const page = await site.visit('/');
    const html = page.body.toString();
    const generator = /<meta name="generator" content="(Ghost [^"]+)"/.exec(html)?.[1];
    if (page.status !== 200 || !generator) {
      throw pageFailed(harness, `${site.url}/ answered ${page.status} ${generator ?? "without Ghost's generator tag"}`);
    }
    const sources = sourcesIn(html, site.url);
    const wrong = await broken(site, sources);
    if (wrong.length > 0)
      throw pageFailed(harness, `the front page links to URLs that do not answer 200: ${wrong.join(', ')}`);
    return `${site.url} answers 200 (${generator}), and so do the ${sources.length} URLs it links to`;
  },
};

function pageFailed(harness: Harness, what: string): RehearsalError {
  return new RehearsalError(what, {
    where: harness.sandbox.log('cloudfront'),
    help: 'read the log of the fake CloudFront; run again with --keep',
  });
}
