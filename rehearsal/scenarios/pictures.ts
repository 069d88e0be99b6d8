import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FLUX_NAMESPACE } from '../../lib/names.ts';
import { awaitVerdict } from '../harness/await-verdict.ts';
import { type Browser, draw, profile } from '../harness/browser/chromium.ts';
import { loadPage, told } from '../harness/browser/page-load.ts';
import { photograph, WINDOW } from '../harness/browser/photograph.ts';
import { publicKeyHash } from '../harness/browser/public-key.ts';
import { SCREENSHOTS } from '../harness/browser/screenshots.ts';
import { type Moment, sideBySide } from '../harness/browser/side-by-side.ts';
import { changedFiles } from '../harness/diffs.ts';
import type { Harness } from '../harness/harness.ts';
import { InterruptedError } from '../shared/errors.ts';
import { databaseClass } from './both-halves.ts';
import { MORE_READERS } from './merge.ts';
import type { Scenario } from './scenario.ts';

/** The post before a merge and right after it. */
interface Pictures {
  readonly before: Scenario;
  readonly after: Scenario;
}

/** A moment, and the commit that Flux had applied then. */
interface Seen extends Moment {
  readonly commit: string;
}

/**
 * The scenarios that picture what the merge of both halves does; `before` runs first.
 * @param post path on the site of what is looked at. Not the front page: its cover is on a server of Ghost's.
 */
export function pictures(post: () => string): Pictures {
  let seen: Seen | undefined;
  const before: Scenario = {
    id: 'picture-before',
    title: 'the post in a browser, before the merge',
    extra: 'pictures',
    run: (harness) =>
      shown(harness, async (browser) => {
        const file = join(SCREENSHOTS, 'before.png');
        seen = await see(harness, browser, post(), file);
        return [file, await opened(harness, browser, post())];
      }),
  };
  const after: Scenario = {
    id: 'picture-after',
    title: 'the post in a browser, before and after the merge',
    extra: 'pictures',
    run: (harness) =>
      shown(harness, async (browser) => {
        if (!seen) throw new Error('there is no picture of the time before');
        const now = await see(harness, browser, post(), join(SCREENSHOTS, 'after.png'));
        const file = join(SCREENSHOTS, 'before-after.png');
        await compose(harness, browser, { before: seen, after: now }, file);
        return [file];
      }),
  };
  return { before, after };
}

/**
 * Takes a picture, and says where it is, with what `take` has to say of it. A browser is no part of what is rehearsed: when there is none, or it fails, the
 * words say so.
 */
export async function shown(
  { sandbox }: Harness,
  take: (browser: Browser & Harness['sandbox']) => Promise<[string, ...string[]]>,
) {
  const { chromium } = sandbox.plan.cache;
  if (!chromium) return 'NOT SHOWN: no Chromium for this system';
  try {
    const [file, ...words] = await take({ ...sandbox, chromium });
    return [relative(process.cwd(), file), ...words].join('; ');
  } catch (error) {
    if (error instanceof InterruptedError) throw error;
    return `NOT SHOWN: ${reason(error)}`;
  }
}

/** In a few words: a command's error tells its arguments first, and its output from the second line on. */
function reason(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line.slice(line.lastIndexOf(': ') + 1).trim();
}

/** How a page comes to a reader who has nothing of it. It is told and not judged: the machine is busy with the rehearsal. */
async function opened(harness: Harness, browser: Browser & Harness['sandbox'], path: string): Promise<string> {
  const page = new URL(path, (await harness.site()).url);
  const key = await publicKeyHash(page, readFileSync(browser.authority.certificate, 'utf8'));
  return told(await loadPage(browser, { page, ...WINDOW, key }));
}

/** Looks at a page, and at what runs behind it. */
async function see(harness: Harness, browser: Browser & Harness['sandbox'], path: string, file: string): Promise<Seen> {
  const page = new URL(path, (await harness.site()).url);
  const [commit, database, pod] = await Promise.all([
    appliedCommit(harness),
    databaseClass(harness),
    podFacts(harness),
    photograph(browser, page, file),
  ]);
  return { picture: readFileSync(file), facts: { Commit: commit.slice(0, 12), Database: database, ...pod }, commit };
}

/** The commit that Flux says it has applied of the blog. */
async function appliedCommit(harness: Harness): Promise<string> {
  const { kubectl } = await harness.cluster();
  const path = 'jsonpath={.status.lastAppliedRevision}';
  const revision = await kubectl(['-n', FLUX_NAMESPACE, 'get', 'kustomization', 'ghost', '-o', path]);
  return revision.slice(revision.lastIndexOf(':') + 1);
}

/** What Kubernetes says of the one pod that runs. */
async function podFacts(harness: Harness): Promise<Record<string, string>> {
  const { kubectl } = await harness.cluster();
  const running = ['-n', 'ghost', 'get', 'pods', '--field-selector=status.phase=Running', '-o', 'json'];
  const [pod] = (JSON.parse(await kubectl(running)) as { items: Pod[] }).items;
  const [container] = pod?.spec.containers ?? [];
  if (!pod || !container) throw new Error('no pod of the blog runs');
  return {
    Pod: `${pod.metadata.name}, started ${pod.status.startTime.slice(11, 19)}`,
    Memory: container.resources.limits.memory,
    Image: container.image.replace(/^.*\//, ''),
  };
}

/** What is read of a pod. */
interface Pod {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly containers: readonly {
      readonly image: string;
      readonly resources: { readonly limits: { readonly memory: string } };
    }[];
  };
  /** ISO 8601. */
  readonly status: { readonly startTime: string };
}

/** Sets both pictures beside each other, with the diff of the merge below. */
async function compose(
  harness: Harness,
  browser: Browser,
  { before, after }: { readonly before: Seen; readonly after: Seen },
  file: string,
): Promise<void> {
  const { commit } = after;
  const { verdict } = await awaitVerdict(harness, { commit });
  const diff = changedFiles(await harness.project.changes(commit));
  const outcome = `Rehearsed without AWS: ${verdict?.summary ?? ''}`;
  const { html, ...size } = sideBySide({ title: MORE_READERS.title, outcome, diff, before, after });
  const source = join(profile(browser), 'side-by-side.html');
  writeFileSync(source, html);
  await draw(browser, { page: pathToFileURL(source), ...size }, file);
}
