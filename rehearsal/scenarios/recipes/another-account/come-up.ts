import { FOLDER } from '../../../../cli/restore/config-text.ts';
import { expectLive } from '../../../harness/expect-live.ts';
import type { Harness } from '../../../harness/harness.ts';
import { onemerge } from '../../../harness/onemerge.ts';
import { CONFIG, replaceOnce } from '../../../harness/project.ts';
import { waitFor } from '../../../shared/process/wait.ts';
import { blog, ghost } from '../../blog.ts';
import { connect } from '../../connect.ts';
import { bootstrap, DEPLOY } from '../../deployments.ts';
import type { PostScenarios } from '../../publish.ts';
import type { Measured } from '../../scenario.ts';
import { workload } from '../../workload.ts';
import { restoredFolder } from '../bad-day.ts';
import { bringBackCommands, listed, mergeByHand, wordsOf } from '../bring-back.ts';
import { fieldsOf } from '../restore.ts';
import { requireAnswers } from './answers.ts';
import { wrong } from './commands.ts';
import type { Copies } from './copies.ts';

/** The line of the config that the restored database is written above. */
export const ON = '"protection": "on"';

/**
 * Brings a blog up in an account that has nothing but copies of what the blog held: the database first, then what users uploaded.
 * @param published the post that was published before, with its image
 */
export async function comeUp(
  harness: Harness,
  copies: Copies,
  { kept, post }: Pick<PostScenarios, 'kept' | 'post'>,
): Promise<Measured> {
  const since = Date.now();
  const seconds = () => (Date.now() - since) / 1000;
  await bootstrap.run(harness);
  const [, fromSnapshot, , fromUploads] = bringBackCommands(harness);
  const found = await listedThere(harness, wordsOf(fromSnapshot, 0), copies);
  const filled = { '<snapshot>': found.snapshot, '<time>': found.uploads };
  const restored = async (words: readonly string[]) =>
    fieldsOf(await onemerge(harness, words, { seconds: 180 })).trim();

  const database = await restored(wordsOf(fromSnapshot, 1, filled));
  await mergeByHand(harness, 'move-database', (text) => replaceOnce(text, ON, `${database}\n  ${ON}`, CONFIG));
  await harness.cdk.run(DEPLOY);
  for (const scenario of workload) await scenario.run(harness);
  const claimed = await ghost.run(harness);
  await requireAnswers(harness, ['/', post()], 200); // images are not there yet
  const answers = seconds();
  const behind = (Date.now() - Date.parse(copies.of)) / 1000;
  const connected = await connect.run(harness);

  const both = await restored(wordsOf(fromUploads, 0, filled));
  const fields = both.replace(FOLDER, await restoredFolder(harness));
  const commit = await mergeByHand(harness, 'move-uploads', (text) => replaceOnce(text, database, fields, CONFIG));
  await waitFor('post and image are there', () => kept.run(harness), { seconds: 400, every: 1000 });
  const whole = seconds();
  const { summary } = await expectLive(harness, { commit });
  await blog.run(harness);
  return {
    note: `answers ${answers.toFixed(0)} s after onemerge bootstrap began (${claimed}), and lacks what was written in the ${behind.toFixed(0)} s since the snapshot; ${connected}; with its uploads after ${whole.toFixed(0)} s: ${await kept.run(harness)}; ${summary}`,
    figures: {
      'bootstrap to blog, s': [answers],
      'snapshot to blog, s': [behind],
      'bootstrap to uploads, s': [whole],
    },
  };
}

/** What `onemerge restore` lists. @throws RehearsalError unless the snapshot is the copy, of the moment of its data */
async function listedThere(harness: Harness, words: readonly string[], { snapshot, of }: Copies) {
  const found = listed(await onemerge(harness, words, { seconds: 60 }));
  if (found.snapshot === snapshot && found.moment === of) return found;
  throw wrong(
    `restore lists ${found.snapshot} of ${found.moment} in ${harness.aws.account}, and not ${snapshot} of ${of}`,
  );
}
