import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pastTheCache } from '../../fakes/cloudfront/visitor.ts';
import type { GhostHarness } from '../../harness/ghost/harness.ts';
import { OWNER } from '../../harness/ghost/settings.ts';
import type { GhostSite } from '../../harness/ghost/site.ts';
import { Author } from '../../harness/ghost-admin.ts';
import { broken, sourcesIn } from '../../harness/page.ts';
import { unnoticed, whileReading } from '../../harness/reader.ts';
import { png, theme, wav } from '../../harness/samples.ts';
import { freshness } from './freshness.ts';
import type { Section } from './section.ts';

const THEME = 'rehearsal-theme';
const MARK = '<p>the theme of the rehearsal</p>';

const REDIRECTS = '301:\n  /old/: /new/\n';
const ROUTES =
  'routes:\n  /plain/: index\ncollections:\n  /:\n    permalink: /{slug}/\n    template: index\ntaxonomies:\n  tag: /tag/{slug}/\n';

/** What an author uploads, and whether it is there after everything but the file system and the database is gone. */
export const uploads: Section = {
  id: 'uploads',
  title: 'Uploads',
  run: async (harness, check) => {
    const { site } = harness;
    const author = new Author(site, site.url);
    const kept = new Map<string, Buffer>();
    let post = '';

    await check('an author uploads an image, a sound and a file', async () => {
      await harness.reset();
      const pod = await harness.blog.start();
      await pod.untilReady();
      assert.equal(await author.signIn(OWNER.email, OWNER.password), 201);
      const image = await author.uploadImage('picture.png', png(2400, 1200));
      const sound = await author.uploadMedia('sound.wav', wav());
      const file = await author.uploadFile('notes.txt', Buffer.from('notes'));
      for (const path of [image, sound, file]) kept.set(path, await body(site, path));
      assert.deepEqual(kept.get(file)?.toString(), 'notes');
      const html = `<p>Look:</p><img src="${site.url}${image}" alt="">`;
      post = await author.publish({ title: 'A post with pictures', feature_image: image, html });
      return `${[...kept.keys()].join(', ')}; published ${post}`;
    });

    await check(
      'every src and srcset on the front page and in a post answers 200, including resized images',
      async () => {
        const sources = await checkSources(site, ['/', post]);
        const sized = sources.filter((path) => path.includes('/size/'));
        assert.ok(sized.length >= 3, `only ${sized.length} resized images on the pages: ${sources.join(' ')}`);
        return `${sources.length} URLs, ${sized.length} of them resized: ${sized.map((path) => path.match(/size\/(\w+)/)?.[1]).join(' ')}`;
      },
    );

    await check('browsers may keep an image for a year', async () => {
      const [image = ''] = kept.keys();
      const { headers } = await site.visit(image);
      assert.match(String(headers['cache-control']), /max-age=31536000/);
      return String(headers['cache-control']);
    });

    await check('an author uploads a theme and activates it', async () => {
      await author.uploadTheme(THEME, theme(THEME, MARK));
      await author.activateTheme(THEME);
      assert.ok((await body(site, '/')).includes(MARK));
      // A theme names the sizes that it wants; Ghost serves those of the active one.
      const sources = await checkSources(site, ['/', post]);
      for (const path of sources.filter((source) => source.startsWith('/content/')))
        kept.set(path, await body(site, path));
      return `the front page wears it; ${sources.length} URLs of its pages answer 200`;
    });

    await check('an author uploads redirects and routes', async () => {
      await author.uploadRedirects(REDIRECTS);
      await author.uploadRoutes(ROUTES);
      assert.equal((await site.visit('/old/')).headers.location, '/new/');
      assert.equal((await site.visit('/plain/')).status, 200);
      return '/old/ goes to /new/, /plain/ answers 200';
    });

    await check('everything is still there after the pod is replaced', async () => {
      const memory = String(harness.blog.pod?.memory);
      const { result, away, readers } = await whileReading(site, async () => {
        const gone = await harness.blog.stop();
        const seconds = await (await harness.blog.start()).untilReady();
        return { gone, seconds };
      });
      const { gone, seconds } = result;
      for (const [path, before] of kept) assert.ok((await body(site, path)).equals(before), `${path} changed`);
      assert.ok((await body(site, '/')).includes(MARK), 'the theme is gone');
      assert.equal((await site.visit('/old/')).headers.location, '/new/', 'the redirects are gone');
      assert.equal((await site.visit(pastTheCache('/plain/'))).status, 200, 'the routes are gone');
      return `${kept.size} files byte for byte, theme, redirects, routes; ended in ${gone.seconds} s, Ready again after ${seconds} s; ${unnoticed(readers)}; Ghost itself away for ${away.toFixed(1)} s; until then memory at its highest: ${memory}`;
    });

    await check("Ghost's bundled themes are links into the image, so upgrading Ghost upgrades them", async () => {
      const script =
        'cd content/themes; for t in casper source; do readlink "$t"; test -e "$t/package.json" || echo broken; done';
      const listed = await harness.blog.pod?.exec(script);
      assert.match(listed ?? '', /current\/content\/themes\/casper/);
      assert.doesNotMatch(listed ?? '', /broken/);
      const uploaded = join(harness.content, 'themes', THEME, 'package.json');
      assert.ok(existsSync(uploaded), 'the uploaded theme is not on the volume');
      return listed?.trim().replaceAll('\n', ', ') ?? '';
    });

    await freshness(check, site, author);

    await check(
      'a request in flight when the pod is deleted is answered, and Ghost exits within its grace period',
      async () => {
        const grace = await graceSeconds(harness);
        const slow = author.uploadTheme('slow-theme', theme('slow-theme', 'slow'), { pause: 4 });
        slow.catch(() => undefined); // awaited below
        await sleep(1500);
        const { seconds, exitCode } = await harness.blog.stop();
        await slow;
        assert.ok(seconds < grace, `${seconds} s`);
        assert.equal(exitCode, 0);
        return `an upload with 2.5 s to go was stored; ended with ${exitCode} after ${seconds} s of ${grace} s`;
      },
    );
  },
};

async function graceSeconds({ cluster }: GhostHarness): Promise<number> {
  const path = 'jsonpath={.spec.template.spec.terminationGracePeriodSeconds}';
  return Number(await cluster.kubectl(['-n', 'ghost', 'get', 'deployment', 'ghost', '-o', path]));
}

async function body({ visit }: GhostSite, path: string): Promise<Buffer> {
  const answer = await visit(pastTheCache(path));
  assert.equal(answer.status, 200, `${path} answers ${answer.status}`);
  return answer.body;
}

async function checkSources(site: GhostSite, pages: readonly string[]): Promise<string[]> {
  const sources = await Promise.all(
    pages.map(async (page) => sourcesIn((await body(site, page)).toString(), site.url)),
  );
  const all = [...new Set(sources.flat())];
  assert.deepEqual(await broken(site, all), []);
  return all;
}
