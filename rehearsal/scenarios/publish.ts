import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { pastTheCache } from '../fakes/cloudfront/visitor.ts';
import { Author } from '../harness/ghost-admin.ts';
import type { Harness } from '../harness/harness.ts';
import { broken, sourcesIn } from '../harness/page.ts';
import { png } from '../harness/samples.ts';
import { setting } from '../harness/settings.ts';
import type { Site } from '../harness/site.ts';
import { RehearsalError } from '../shared/errors.ts';
import type { Scenario } from './scenario.ts';

/** What the owner has published: paths on the site. */
interface Published {
  readonly post: string;
  readonly image: string;
  /** The image as the first reader got it. */
  readonly bytes: Buffer;
}

const TITLE = 'A post that outlives its pod';

/** The owner's password, read where the first-login instructions say. */
export async function ownerPassword(harness: Harness): Promise<string> {
  const client = new SecretsManagerClient(harness.aws.client);
  const SecretId = await setting(harness, 'OWNER_SECRET_ARN');
  const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId }));
  return (JSON.parse(SecretString) as { password: string }).password;
}

function postFailed(what: string): RehearsalError {
  return new RehearsalError(what, {
    help: 'read the logs of the fake CloudFront and of the pod; run again with --keep',
  });
}

/** Reads the post and everything that it names. Returns how many URLs answered. */
async function read(site: Site, { post }: Pick<Published, 'post'>): Promise<number> {
  const page = await site.visit(pastTheCache(post));
  const html = page.body.toString();
  if (page.status !== 200 || !html.includes(TITLE))
    throw postFailed(`${post} answered ${page.status}, without the post's title`);
  const sources = [...new Set([...sourcesIn(html, site.url), ...sourcesIn(await frontPage(site), site.url)])];
  const wrong = await broken(site, sources);
  if (wrong.length > 0) throw postFailed(`the pages link to URLs that do not answer 200: ${wrong.join(', ')}`);
  return sources.length;
}

async function frontPage(site: Site): Promise<string> {
  return (await site.visit(pastTheCache('/'))).body.toString();
}

export interface PostScenarios {
  readonly publish: Scenario;
  readonly kept: Scenario;
  /** The post's path on the site. @throws RehearsalError before it is published */
  readonly post: () => string;
}

/** The scenarios about what an author keeps: `publish` first, `kept` after whatever might have lost it. */
export function postScenarios(): PostScenarios {
  let published: Published | undefined;
  const publish: Scenario = {
    id: 'publish',
    title: 'the owner signs in and publishes a post with an image',
    run: async (harness) => {
      const site = await harness.site();
      const author = new Author(site, site.url);
      const status = await author.signIn(await setting(harness, 'OWNER_EMAIL'), await ownerPassword(harness));
      if (status !== 201) throw postFailed(`the owner's sign-in answered ${status}`);
      const image = await author.uploadImage('picture.png', png(2400, 1200));
      const html = `<p>Look:</p><img src="${site.url}${image}" alt="">`;
      const post = await author.publish({ title: TITLE, feature_image: image, html });
      published = { post, image, bytes: (await site.visit(image)).body };
      const count = await read(site, published);
      return `${post} and the ${count} URLs on it and on the front page answer 200, resized images included`;
    },
  };
  const kept: Scenario = {
    id: 'kept',
    title: 'the post and its image are still there',
    run: async (harness) => {
      if (!published) throw postFailed('nothing was published');
      const site = await harness.site();
      const count = await read(site, published);
      const { status, body } = await site.visit(pastTheCache(published.image));
      if (status !== 200 || !body.equals(published.bytes))
        throw postFailed(`${published.image} answered ${status}, or its content changed`);
      return `${published.post} and ${count} URLs answer 200; the image is identical byte for byte`;
    },
  };
  const post = () => {
    if (!published) throw postFailed('nothing was published');
    return published.post;
  };
  return { publish, kept, post };
}
