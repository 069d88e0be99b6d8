import assert from 'node:assert/strict';
import type { GhostHarness } from '../../harness/ghost/harness.ts';
import { OWNER } from '../../harness/ghost/settings.ts';
import { Author } from '../../harness/ghost-admin.ts';
import { sourcesIn } from '../../harness/page.ts';
import { png } from '../../harness/samples.ts';

/** What a visitor comes for. */
interface PublishedPost {
  /** Who published it, and is signed in. */
  readonly author: Author;
  /** Its path. */
  readonly post: string;
  /** The path of its picture as it was uploaded, and as pages show it. */
  readonly picture: string;
  readonly image: string;
}

/** A blog that begins anew, with one post more, which has a picture. */
export async function publishedPost({ reset, blog, site }: GhostHarness): Promise<PublishedPost> {
  await reset();
  await (await blog.start()).untilReady();
  const author = new Author(site, site.url);
  assert.equal(await author.signIn(OWNER.email, OWNER.password), 201);
  const picture = await author.uploadImage('visit.png', png(2000, 1000));
  const post = await author.publish({ title: 'A visit', feature_image: picture, html: '<p>welcome</p>'.repeat(50) });
  const image = sourcesIn((await site.visit(post)).body.toString(), site.url).find((path) => path.includes('visit'));
  assert.ok(image, `no picture on ${post}`);
  return { author, post, picture, image };
}
