import { CloudFrontClient, CreateInvalidationCommand } from '@aws-sdk/client-cloudfront';
import { Author } from '../harness/ghost-admin.ts';
import { png } from '../harness/samples.ts';
import { setting } from '../harness/settings.ts';
import type { Site } from '../harness/site.ts';
import { RehearsalError } from '../shared/errors.ts';
import { waitFor } from '../shared/process/wait.ts';
import { ownerPassword } from './publish.ts';
import type { Scenario } from './scenario.ts';

/** The one thing that CloudFront keeps for long; docs/operations.md says how to take it out. */
export const invalidation: Scenario = {
  id: 'invalidation',
  title: 'an upload is kept at the edge until somebody invalidates it',
  run: async (harness) => {
    const site = await harness.site();
    const author = new Author(site, site.url);
    await author.signIn(await setting(harness, 'OWNER_EMAIL'), await ownerPassword(harness));
    const image = await author.uploadImage('kept.png', png(300, 200));
    await site.visit(image);
    const before = await found(site, image);
    if (before !== 'Hit from cloudfront') throw notSo(`the second reader of ${image} was answered "${before}"`);
    const start = Date.now();
    await new CloudFrontClient(harness.aws.client).send(
      new CreateInvalidationCommand({
        DistributionId: site.distribution,
        InvalidationBatch: {
          CallerReference: image,
          Paths: { Quantity: 1, Items: [`${image.replace(/\.png$/, '')}*`] },
        },
      }),
    );
    const gone = async () => ((await found(site, image)) === 'Miss from cloudfront' ? Date.now() - start : undefined);
    const milliseconds = await waitFor('the upload is asked for anew', gone, { seconds: 60 });
    return `kept for readers, and asked for anew ${(milliseconds / 1000).toFixed(1)} s after the invalidation`;
  },
};

async function found(site: Site, path: string): Promise<string> {
  return String((await site.visit(path)).headers['x-cache']);
}

function notSo(what: string): RehearsalError {
  return new RehearsalError(what, { help: 'see the log of the fake CloudFront, and rehearsal/fakes/cloudfront/cache' });
}
