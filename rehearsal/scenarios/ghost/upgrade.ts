import assert from 'node:assert/strict';
import { z } from 'zod';
import { ghostBefore } from '../../builds/catalogue.ts';
import { readManifestVersions } from '../../builds/manifest-versions.ts';
import { pastTheCache } from '../../fakes/cloudfront/visitor.ts';
import { OWNER } from '../../harness/ghost/settings.ts';
import type { GhostSite } from '../../harness/ghost/site.ts';
import { Author } from '../../harness/ghost-admin.ts';
import { unnoticed, whileReading } from '../../harness/reader.ts';
import { png } from '../../harness/samples.ts';
import type { Section } from './section.ts';

const answered = z.object({ site: z.object({ version: z.string() }) });

/** The version of before has an owner, a post and an image; the pinned one takes over what it left. */
export const upgrade: Section = {
  id: 'upgrade',
  title: 'From the Ghost of before to the pinned one',
  extra: 'upgrade',
  run: async ({ blog, site, reset }, check) => {
    const pinned = (await readManifestVersions()).ghost;

    await check('an upgrade keeps owner, post and image, and readers notice nothing', async () => {
      await reset();
      await (await blog.start({ image: ghostBefore(pinned) })).untilReady();
      const before = await version(site);
      const author = new Author(site, site.url);
      assert.equal(await author.signIn(OWNER.email, OWNER.password), 201);
      const image = await author.uploadImage('before.png', png(600, 300));
      const post = await author.publish({
        title: 'Before',
        feature_image: image,
        html: '<p>of the version before</p>',
      });
      const { body } = await site.visit(image);
      const { result, away, readers } = await whileReading(site, async () => (await blog.start()).untilReady());
      const after = await version(site);
      assert.ok(
        minorOf(pinned) === after && before !== after,
        `${before} became ${after}, and the tree pins ${pinned}`,
      );
      const page = await site.visit(pastTheCache(post));
      assert.ok(page.status === 200 && page.body.includes('of the version before'), `the post answers ${page.status}`);
      assert.ok((await site.visit(pastTheCache(image))).body.equals(body), 'the image is another one');
      assert.equal(await new Author(site, site.url).signIn(OWNER.email, OWNER.password), 201);
      return `${before} to ${after}, Ready after ${result} s; ${unnoticed(readers)}; Ghost itself away for ${away.toFixed(1)} s`;
    });
  },
};

/** As Ghost tells everybody: major and minor. */
async function version(site: GhostSite): Promise<string> {
  const { body } = await site.visit('/ghost/api/admin/site/');
  return answered.parse(JSON.parse(body.toString())).site.version;
}

const minorOf = (image: string): string => image.slice(image.lastIndexOf(':') + 1).replace(/\.\d+$/, '');
