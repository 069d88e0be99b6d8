import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { boto3 } from '../../harness/boto3.ts';
import { expectLive } from '../../harness/expect-live.ts';
import type { Harness } from '../../harness/harness.ts';
import { onemerge } from '../../harness/onemerge.ts';
import { CONFIG, NAME } from '../../harness/project.ts';
import { setting } from '../../harness/settings.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { onlyBlock, readRecipe } from './document.ts';
import { following } from './domain-checks.ts';

const DOCUMENT = 'docs/operations.md';

const MAKE_ZONE = `
import boto3, uuid
zone = boto3.client("route53").create_hosted_zone(Name="example.com", CallerReference=str(uuid.uuid4()))
print(zone["HostedZone"]["Id"].rpartition("/")[2])`;

/** What the document says, with what exists here in place of its examples. */
export async function domainSteps(harness: Harness) {
  const blocks = readRecipe(harness.project.folder, DOCUMENT, 'A domain of your own');
  const [prepare, , cleanUp] = blocks.filter(({ language }) => language === 'sh').map(({ text }) => text);
  if (!prepare || !cleanUp) {
    throw new RehearsalError(`${DOCUMENT} has less than three blocks of commands for a domain`, {
      where: DOCUMENT,
      help: 'have rehearsal/scenarios/recipes/domain-steps.ts run what the document says now',
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
export async function mergeConfig(
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
