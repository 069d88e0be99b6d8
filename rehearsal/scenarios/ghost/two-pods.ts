import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { pastTheCache, type Visitor } from '../../fakes/cloudfront/visitor.ts';
import { visitorAt } from '../../harness/ghost/at-the-pod.ts';
import type { GhostHarness } from '../../harness/ghost/harness.ts';
import { TIMEOUT_SECONDS } from '../../harness/ghost/pod.ts';
import { OWNER } from '../../harness/ghost/settings.ts';
import { Author } from '../../harness/ghost-admin.ts';
import { waitFor } from '../../shared/process/wait.ts';
import type { Section } from './section.ts';

/** What an author calls the blog while both run. */
const TITLE = 'Renamed while two run';

/** Long after anything that Ghost keeps for moments. Seconds. */
const WATCHED = 60;

interface PodList {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly status: { readonly podIP?: string; readonly conditions?: readonly { type: string; status: string }[] };
  }[];
}

/**
 * What would happen if the old pod served until the new one is ready: two of the same Ghost on one database. No merge does this. It is
 * here so that whoever wants it sees what breaks: docs/decisions/0045-one-ghost.md.
 */
export const twoPods: Section = {
  id: 'two-pods',
  title: 'Two pods at once, which no merge makes',
  run: async (harness, check) => {
    let second: Visitor = harness.site.visit;
    let first: Visitor = harness.site.visit;

    await check('a second pod of the same Ghost starts on the same database while the first one serves', async () => {
      await harness.reset();
      const pod = await harness.blog.start();
      await pod.untilReady();
      first = visitorAt(await pod.address(), harness.settings);
      const begin = performance.now();
      await harness.cluster.kubectl(['-n', 'ghost', 'scale', 'deployment', 'ghost', '--replicas=2']);
      second = visitorAt(await addressOfOther(harness, pod.name), harness.settings);
      return `ready after ${((performance.now() - begin) / 1000).toFixed(1)} s`;
    });

    await check('what breaks: a change that an author makes at the old pod never shows at the new one', async () => {
      const author = new Author({ visit: first }, harness.site.url);
      assert.equal(await author.signIn(OWNER.email, OWNER.password), 201);
      await author.set('title', TITLE);
      assert.ok(await shows(first, TITLE), 'the pod that took the change does not show it: is it the right one?');
      const begin = Date.now();
      while (Date.now() - begin < WATCHED * 1000) {
        assert.ok(!(await shows(second, TITLE)), 'the new pod shows it: two pods agree, so read decision 45 again');
        await sleep(2000);
      }
      return `the title is in the database, and the new pod shows the old one ${WATCHED} s later`;
    });

    await check('nor does it show once the old pod is gone: only the next start reads it', async () => {
      await harness.cluster.kubectl(['-n', 'ghost', 'delete', 'pod', harness.blog.pod?.name ?? '', '--wait=true'], {
        seconds: TIMEOUT_SECONDS,
      });
      assert.ok(!(await shows(second, TITLE)), 'the new pod has read it meanwhile: read decision 45 again');
      return 'readers of the new pod get the old title';
    });
  },
};

async function shows(visit: Visitor, title: string): Promise<boolean> {
  const { status, body } = await visit(pastTheCache('/'));
  assert.equal(status, 200);
  return body.toString().includes(title);
}

/** Waits until the pod that is not named is ready. @throws WaitError */
function addressOfOther({ cluster: { kubectl } }: GhostHarness, name: string): Promise<string> {
  const look = async () => {
    const { items } = JSON.parse(await kubectl(['-n', 'ghost', 'get', 'pods', '-o', 'json'])) as PodList;
    const other = items.find(({ metadata, status }) => metadata.name !== name && status.podIP !== undefined);
    const ready = other?.status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True');
    return ready ? other?.status.podIP : undefined;
  };
  return waitFor('a second pod is Ready', look, { seconds: TIMEOUT_SECONDS, every: 200 });
}
