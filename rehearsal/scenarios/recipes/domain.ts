import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { boto3 } from '../../harness/boto3.ts';
import { expectLive } from '../../harness/expect-live.ts';
import type { Harness } from '../../harness/harness.ts';
import { onemerge } from '../../harness/onemerge.ts';
import { CONFIG, NAME } from '../../harness/project.ts';
import { setting } from '../../harness/settings.ts';
import { RehearsalError } from '../../shared/errors.ts';
import type { Scenario } from '../scenario.ts';
import { setField } from './config-line.ts';
import { onlyBlock, readRecipe } from './document.ts';
import { following, hookUnchanged, leadsTo, nothingLeft, servesItself, tookEveryPush } from './domain-checks.ts';
import { runCommands } from './run-blocks.ts';

const DOCUMENT = 'docs/operations.md';
const [BLOG, WWW, OTHER] = ['blog.example.com', 'www.blog.example.com', 'new.example.com'];

const MAKE_ZONE = `
import boto3, uuid
zone = boto3.client("route53").create_hosted_zone(Name="example.com", CallerReference=str(uuid.uuid4()))
print(zone["HostedZone"]["Id"].rpartition("/")[2])`;

/** The blog gets a name, another one, and none again, as the document says. */
export const domain: Scenario = {
  id: 'domain',
  title: `${DOCUMENT}: a domain of one's own, another one, and none again`,
  run: async (harness) => {
    const { own, commands, cleanUp } = await steps(harness);
    const cloudFront = new URL((await harness.site()).url).host;
    const before = readFileSync(join(harness.project.folder, CONFIG), 'utf8');
    const since = harness.github.fake.deliveries.length;
    const told: string[] = [];
    const merge = async (branch: string, text: string, first: readonly string[]) =>
      told.push(await mergeConfig(harness, branch, text, first));

    await merge('own-domain', setField(before, own), commands);
    await servesItself(harness, BLOG);
    await leadsTo(harness, BLOG, [WWW, cloudFront]);
    await hookUnchanged(harness);

    const another = own.replace(`name: '${BLOG}'`, `name: '${OTHER}'`).replace(WWW, BLOG);
    await merge('another-domain', setField(before, another), commands);
    await servesItself(harness, OTHER);
    await leadsTo(harness, OTHER, [BLOG, cloudFront]);

    // The rights are taken away after the merge that removes the records.
    await merge('no-domain', before, []);
    await servesItself(harness, cloudFront);
    await hookUnchanged(harness);
    await runCommands(harness, cleanUp);
    const pushes = tookEveryPush(harness, since);
    await nothingLeft(harness);
    return `${BLOG}, ${OTHER}, ${cloudFront}: ${told.join('; ')}; ${pushes} pushes at CloudFront's name; no record and no stack is left`;
  },
};

/** What the document says, with what exists here in place of its examples. */
async function steps(harness: Harness) {
  const blocks = readRecipe(harness.project.folder, DOCUMENT, 'A domain of your own');
  const [prepare, , cleanUp] = blocks.filter(({ language }) => language === 'sh').map(({ text }) => text);
  if (!prepare || !cleanUp) {
    throw new RehearsalError(`${DOCUMENT} has less than three blocks of commands for a domain`, {
      where: DOCUMENT,
      help: 'have rehearsal/scenarios/recipes/domain.ts run what the document says now',
    });
  }
  const owner = await setting(harness, 'OWNER_EMAIL');
  const zone = await boto3(harness, MAKE_ZONE);
  return {
    own: onlyBlock(blocks, 'ts', DOCUMENT)
      .replace('you@example.com', owner)
      .replace(/\bZ0\w+/, zone),
    commands: prepare.trim().split('\n'),
    cleanUp: cleanUp.replaceAll('<name>', NAME),
  };
}

/** Merges a config after the document's commands, and waits until it is live. @returns the verdict's words */
async function mergeConfig(
  harness: Harness,
  branch: string,
  text: string,
  commands: readonly string[],
): Promise<string> {
  const change = { branch, title: `Change the domain: ${branch}` };
  await harness.project.proposeWork(change, async (folder) => {
    await writeFile(join(folder, CONFIG), text);
    for (const command of commands) {
      const [, , ...words] = command.split(' '); // after npx and the program
      await onemerge(harness, words, { seconds: 180 });
    }
  });
  return await following(harness, async () => {
    const commit = await harness.project.accept(change);
    return (await expectLive(harness, { commit })).summary;
  });
}
