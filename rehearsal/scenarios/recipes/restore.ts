import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FOLDER } from '../../../cli/restore/config-text.ts';
import { momentText } from '../../../lib/config/restore.ts';
import { boto3 } from '../../harness/boto3.ts';
import { expectLive } from '../../harness/expect-live.ts';
import type { Harness } from '../../harness/harness.ts';
import { onemerge } from '../../harness/onemerge.ts';
import { CONFIG, replaceOnce } from '../../harness/project.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { waitFor } from '../../shared/process/wait.ts';
import type { Scenario } from '../scenario.ts';
import { asItWas, badDay, restoredFolder } from './bad-day.ts';

const DOCUMENT = 'docs/operations.md';
const PROTECTED = `
import boto3
for one in boto3.client("rds").describe_db_instances()["DBInstances"]:
    print(one["DBInstanceIdentifier"], one["DeletionProtection"])`;

import { UNREAD } from '../unread.ts';

/** A post and its image are deleted; the document's command and one merge bring both back, as of one moment. */
export const restore: Scenario = {
  id: 'restore',
  title: `${DOCUMENT}: one command and one merge bring back what was deleted`,
  unread: UNREAD.another,
  run: async (harness) => {
    const day = await badDay(harness);
    const moment = momentText(day.moment);
    const listed = await onemerge(harness, ['restore'], { seconds: 60 });
    const printed = await onemerge(harness, ['restore', '--to', moment], { seconds: 180 });
    const fields = fieldsOf(printed).replace(FOLDER, await restoredFolder(harness));
    const change = { branch: 'go-back', title: `Go back to ${moment}` };
    await harness.project.proposeWork(change, async (folder) => {
      const file = join(folder, CONFIG);
      const text = await readFile(file, 'utf8');
      await writeFile(file, replaceOnce(text, '  "protection":', `${fields}\n  "protection":`, CONFIG));
      await onemerge(harness, ['lock'], { seconds: 120 });
    });
    const since = Date.now();
    const commit = await harness.project.accept(change);
    await waitFor('the blog is as it was', () => asItWas(harness, day), {
      seconds: 400,
      every: 500,
    });
    const away = (Date.now() - since) / 1000;
    const { summary } = await expectLive(harness, { commit });
    await asItWas(harness, day);
    const kept = await bothProtected(harness);
    const lines = listed.split('\n').length;
    return `${summary}; of ${moment} ${away.toFixed(0)} s after the merge, image identical byte for byte, what was written a second later gone; ${lines} lines of moments; ${kept}`;
  },
};

/** The field `restore` that the command prints. @throws RehearsalError when it prints none */
export function fieldsOf(printed: string): string {
  const [fields] = /^ {2}restore: \{[\s\S]*?^ {2}\},$/m.exec(printed) ?? [];
  if (fields !== undefined) return fields;
  throw new RehearsalError(`onemerge restore printed no field: ${printed}`, {
    where: 'cli/restore/config-text.ts',
    help: 'have it print the field restore of the config',
  });
}

/** @throws RehearsalError unless the databases of before and of now both stand, protected */
async function bothProtected(harness: Harness): Promise<string> {
  const databases = (await boto3(harness, PROTECTED)).split('\n');
  if (databases.length === 2 && databases.every((one) => one.endsWith(' True'))) {
    return 'both databases stand, protected';
  }
  throw new RehearsalError(
    `after the restore these databases stand, and whether they are protected: ${databases.join(', ')}`,
    {
      where: 'lib/protection-stack.ts',
      help: 'have the stack Protection protect every one',
    },
  );
}
