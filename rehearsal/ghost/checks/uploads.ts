import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Author } from '../author.ts';
import type { Edge } from '../edge.ts';
import { broken, sourcesIn } from '../page.ts';
import { memory } from '../pod.ts';
import type { Report } from '../report.ts';
import { png, theme, wav } from '../samples.ts';
import { OWNER, type Stage, TIMEOUT_SECONDS } from '../stage.ts';

const THEME = 'rehearsal-theme';
const MARK = '<p>the theme of the rehearsal</p>';

/** What an author uploads, and whether it is there after everything but the file system and the database is gone. */
export async function uploads(report: Report, stage: Stage): Promise<void> {
  const { edge, site, database } = stage;
  report.section('Uploads');
  await database.reset();
  const content = stage.emptyContent();
  let pod = stage.startPod({ content });
  await pod.untilReady(TIMEOUT_SECONDS);
  const author = new Author(edge, site);
  assert.equal(await author.signIn(OWNER.email, OWNER.password), 201);

  const picture = png(2400, 1200);
  const kept = new Map<string, Buffer>();
  let post = '';

  await report.check('an author uploads an image, a sound and a file', async () => {
    const image = await author.uploadImage('picture.png', picture);
    const sound = await author.uploadMedia('sound.wav', wav());
    const file = await author.uploadFile('notes.txt', Buffer.from('notes'));
    for (const path of [image, sound, file]) kept.set(path, await body(edge, path));
    assert.deepEqual(kept.get(file)?.toString(), 'notes');
    post = await author.publish({
      title: 'A post with pictures',
      feature_image: image,
      html: `<p>Look:</p><img src="${site}${image}" alt="">`,
    });
    return `${[...kept.keys()].join(', ')}; published ${post}`;
  });

  await report.check(
    'every src and srcset of the front page and of a post answers 200, resized images included',
    async () => {
      const evidence = await checkSources(edge, site, ['/', post]);
      const sized = evidence.filter((path) => path.includes('/size/'));
      assert.ok(sized.length >= 3, `only ${sized.length} resized images on the pages: ${evidence.join(' ')}`);
      return `${evidence.length} URLs, ${sized.length} of them resized: ${sized.map((path) => path.match(/size\/(\w+)/)?.[1]).join(' ')}`;
    },
  );

  await report.check('browsers may keep an image for a year', async () => {
    const [image] = kept.keys();
    const { headers } = await edge.visit(image ?? '');
    assert.match(String(headers['cache-control']), /max-age=31536000/);
    return String(headers['cache-control']);
  });

  await report.check('an author uploads a theme and activates it', async () => {
    await author.uploadTheme(THEME, theme(THEME, MARK));
    await author.activateTheme(THEME);
    assert.ok((await body(edge, '/')).includes(MARK));
    // A theme names the sizes that it wants; Ghost serves those of the active one.
    const sources = await checkSources(edge, site, ['/', post]);
    for (const path of sources.filter((source) => source.startsWith('/content/')))
      kept.set(path, await body(edge, path));
    return `the front page wears it; ${sources.length} URLs of its pages answer 200`;
  });

  await report.check('an author uploads redirects and routes', async () => {
    await author.uploadRedirects('301:\n  /old/: /new/\n');
    await author.uploadRoutes(
      'routes:\n  /plain/: index\ncollections:\n  /:\n    permalink: /{slug}/\n    template: index\ntaxonomies:\n  tag: /tag/{slug}/\n',
    );
    assert.equal((await edge.visit('/old/')).headers.location, '/new/');
    assert.equal((await edge.visit('/plain/')).status, 200);
    return '/old/ goes to /new/, /plain/ answers 200';
  });

  await report.check('all of it is there after the pod was replaced by a new one', async () => {
    const held = memory(pod);
    const gone = await pod.delete();
    pod = stage.startPod({ content });
    const seconds = await pod.untilReady(TIMEOUT_SECONDS);
    await expectKept(edge, kept);
    assert.ok((await body(edge, '/')).includes(MARK), 'the theme is gone');
    assert.equal((await edge.visit('/old/')).headers.location, '/new/', 'the redirects are gone');
    assert.equal((await edge.visit('/plain/')).status, 200, 'the routes are gone');
    return `${kept.size} files byte for byte, theme, redirects, routes; stopped in ${gone.seconds} s, Ready again after ${seconds} s; until then ${held}`;
  });

  await report.check(
    'the themes that come with Ghost are links into the image, so an upgrade of Ghost upgrades them',
    async () => {
      const listed = await pod.current?.exec(
        '/bin/sh',
        '-c',
        'cd content/themes; for t in casper source; do readlink "$t"; test -e "$t/package.json" || echo broken; done',
      );
      assert.doesNotMatch(listed ?? 'broken', /broken/);
      assert.ok(existsSync(join(content, 'themes', THEME, 'package.json')), 'the uploaded theme is not on the volume');
      return listed?.trim().replaceAll('\n', ', ') ?? '';
    },
  );

  await report.check(
    'a request that is under way when the pod is deleted is answered, and Ghost ends in its grace period',
    async () => {
      const slow = author.uploadTheme('slow-theme', theme('slow-theme', 'slow'), { pause: 4 });
      slow.catch(() => {});
      await new Promise((done) => setTimeout(done, 1500));
      const { seconds, ended } = await pod.delete();
      await slow;
      const { terminationGracePeriodSeconds } = stage.workload.pod;
      assert.ok(seconds < terminationGracePeriodSeconds, `${seconds} s`);
      assert.equal(ended, 0);
      return `an upload with 2.5 s to go was stored; ended with ${ended} after ${seconds} s of ${terminationGracePeriodSeconds} s`;
    },
  );
}

async function body(edge: Edge, path: string): Promise<Buffer> {
  const answer = await edge.visit(path);
  assert.equal(answer.status, 200, `${path} answers ${answer.status}`);
  return answer.body;
}

async function checkSources(edge: Edge, site: string, pages: readonly string[]): Promise<string[]> {
  const sources = await Promise.all(pages.map(async (page) => sourcesIn((await body(edge, page)).toString(), site)));
  const all = [...new Set(sources.flat())];
  assert.deepEqual(await broken(edge, all), []);
  return all;
}

async function expectKept(edge: Edge, kept: ReadonlyMap<string, Buffer>): Promise<void> {
  for (const [path, before] of kept) assert.ok((await body(edge, path)).equals(before), `${path} changed`);
}
