import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FOLDER } from '../../../cli/restore/config-text.ts';
import { expectLive } from '../../harness/expect-live.ts';
import type { Harness } from '../../harness/harness.ts';
import { onemerge } from '../../harness/onemerge.ts';
import { CONFIG, NAME, replaceOnce } from '../../harness/project.ts';
import { waitFor } from '../../shared/process/wait.ts';
import { ghost } from '../blog.ts';
import { connect } from '../connect.ts';
import { DEPLOY } from '../deployments.ts';
import { ownerPassword } from '../publish.ts';
import type { Scenario } from '../scenario.ts';
import { UNREAD } from '../unread.ts';
import { restoredFolder } from './bad-day.ts';
import { bringBackCommands, listed, mergeByHand, signsIn, wordsOf } from './bring-back.ts';
import { setField } from './config-line.ts';
import { onlyBlock, readRecipe } from './document.ts';
import { servesItself } from './domain-checks.ts';
import { domainSteps, mergeConfig } from './domain-steps.ts';
import { fieldsOf } from './restore.ts';
import { runCommands } from './run-blocks.ts';

const DOCUMENT = 'docs/operations.md';
const BLOG = 'blog.example.com';
const ON = "protection: 'on',";

/**
 * A blog at its own domain is destroyed, and comes back from what that left, by the document's steps.
 * @param kept looks whether the post that was published before is there, with its image
 */
export const comesBack = (kept: Scenario): Scenario => ({
  id: 'comes-back',
  title: `${DOCUMENT}: a destroyed blog comes back at its own domain from what destroy left`,
  unread: UNREAD.another,
  run: async (harness) => {
    const password = await ownerPassword(harness);
    const lifted = await destroyAtItsDomain(harness);
    const since = Date.now();
    const seconds = () => ((Date.now() - since) / 1000).toFixed(0);

    const [backUp, fromSnapshot, , fromUploads] = bringBackCommands(harness);
    await runCommands(harness, backUp.replaceAll('<name>', NAME));
    const { snapshot, uploads } = listed(await onemerge(harness, wordsOf(fromSnapshot, 0), { seconds: 60 }));
    const database = fieldsOf(
      await onemerge(harness, wordsOf(fromSnapshot, 1, { '<snapshot>': snapshot }), { seconds: 60 }),
    );
    await mergeByHand(harness, 'bring-back', (text) => replaceOnce(text, lifted, `${database}\n  ${ON}`, CONFIG));

    // Another cluster, distribution and pipeline under the same name.
    const again = harness.installation(NAME, harness.project);
    await again.cdk.run(DEPLOY);
    const claimed = await ghost.run(again);
    await servesItself(again, BLOG);
    const answers = seconds();
    const first = await connect.run(again);

    const filled = { '<snapshot>': snapshot, '<time>': uploads };
    const both = fieldsOf(await onemerge(again, wordsOf(fromUploads, 0, filled), { seconds: 180 }));
    const fields = both.replace(FOLDER, await restoredFolder(again));
    const commit = await mergeByHand(again, 'uploads-back', (text) => replaceOnce(text, database, fields, CONFIG));
    await waitFor('post and image are back', () => kept.run(again), { seconds: 400, every: 1000 });
    const whole = seconds();
    const { summary } = await expectLive(again, { commit });
    const found = await kept.run(again);
    await signsIn(again, password);
    return `https://${BLOG} answers ${answers} s after destroy ended (${claimed}); ${first}; with its uploads after ${whole} s: ${found}; ${summary}; the owner signs in with the password of before`;
  },
});

/** The blog gets its domain, loses its protection and is destroyed. @returns the config's line that lifted the protection */
async function destroyAtItsDomain(harness: Harness): Promise<string> {
  const { own, commands: prepare } = await domainSteps(harness);
  const blocks = readRecipe(harness.project.folder, DOCUMENT, 'Tear it down');
  const lifted = onlyBlock(blocks, 'ts', DOCUMENT).trim();
  const before = readFileSync(join(harness.project.folder, CONFIG), 'utf8');
  await mergeConfig(harness, 'own-domain', setField(setField(before, own), lifted), prepare);
  await servesItself(harness, BLOG);
  harness.pipeline.stop();
  await onemerge(harness, [...wordsOf(onlyBlock(blocks, 'sh', DOCUMENT), 0), '--yes', NAME], { seconds: 900 });
  (await harness.site()).close();
  return lifted;
}
