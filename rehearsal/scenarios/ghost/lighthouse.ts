import assert from 'node:assert/strict';
import { judged } from '../../harness/lighthouse/judge.ts';
import { auditorOf, auditPage } from '../../harness/lighthouse/lighthouse.ts';
import type { Preset } from '../../harness/lighthouse/order.ts';
import { publishedPost } from './published-post.ts';
import type { Section } from './section.ts';

const PRESETS: readonly Preset[] = ['mobile', 'desktop'];

/**
 * Lighthouse on what a visitor sees first. Its times are a model: it loads the page unslowed, and computes what a slow
 * phone would have made of it. So they are figures of this machine, and of a page without the scripts of a public CDN.
 */
export const lighthouse: Section = {
  id: 'lighthouse',
  title: 'Lighthouse',
  extra: 'lighthouse',
  run: async (harness, check) => {
    let pages: Readonly<Record<string, string>> = {};

    await check('an author publishes a post with a picture, and gives the blog a cover', async () => {
      const { author, post, picture } = await publishedPost(harness);
      await author.set('cover_image', `${harness.site.url}${picture}`);
      pages = { 'the front page': '/', 'a post': post };
      return Object.values(pages).join(' ');
    });

    for (const name of ['the front page', 'a post']) {
      for (const preset of PRESETS) {
        await check(`Lighthouse blames ${name} for nothing that is ours, ${preset}`, async () => {
          const path = pages[name];
          assert.ok(path, `nobody has published ${name}`);
          const { sandbox, site } = harness;
          return judged(await auditPage(sandbox, auditorOf(sandbox.plan.cache), new URL(path, site.url), preset));
        });
      }
    }
  },
};
