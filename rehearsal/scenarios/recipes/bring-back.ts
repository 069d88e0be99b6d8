import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Author } from '../../harness/ghost-admin.ts';
import type { Harness } from '../../harness/harness.ts';
import { onemerge } from '../../harness/onemerge.ts';
import { CONFIG } from '../../harness/project.ts';
import { setting } from '../../harness/settings.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { readRecipe } from './document.ts';

const DOCUMENT = 'docs/operations.md';
const HEADING = 'Bring back what was destroyed';

/** The four blocks of commands that bring a blog back. @throws RehearsalError when the document has fewer or more */
export function bringBackCommands(harness: Harness): [string, string, string, string] {
  const blocks = readRecipe(harness.project.folder, DOCUMENT, HEADING);
  const [one, two, three, four, ...more] = blocks.filter(({ language }) => language === 'sh').map(({ text }) => text);
  const steps = ['npx onemerge lock', 'npx cdk deploy --all', 'npx onemerge connect', ''].join('\n');
  if (one && two && three === steps && four && more.length === 0) return [one, two, three, four];
  throw new RehearsalError(`${DOCUMENT} says other commands than the recipe knows to bring a blog back`, {
    where: DOCUMENT,
    help: 'have rehearsal/scenarios/recipes/bring-back.ts know what the document says now',
  });
}

/** The words of a line after `npx onemerge`. @param filled what stands for its placeholders */
export function wordsOf(block: string, line: number, filled: Readonly<Record<string, string>> = {}): string[] {
  const [, , ...words] = (block.split('\n')[line] ?? '').split(' ');
  return words.map((word) => filled[word] ?? word);
}

/** What a person reads off the list of `onemerge restore`. */
interface Listed {
  /** The moment of the snapshot, and its name. */
  readonly moment: string;
  readonly snapshot: string;
  /** The time of the backup. */
  readonly uploads: string;
}

/** Reads the list. @throws RehearsalError when a snapshot or a backup is not in it */
export function listed(text: string): Listed {
  const [, moment, snapshot] = /^Snapshots of it:\n {2}(\S+) {2}(\S+)$/m.exec(text) ?? [];
  const [, uploads] = /^Uploads, and the database nearest to them:\n {2}(\S+) /m.exec(text) ?? [];
  if (moment && snapshot && uploads) return { moment, snapshot, uploads };
  throw new RehearsalError(`onemerge restore does not list what there is to come back from: ${text}`, {
    where: 'cli/restore/read-moments.ts',
    help: 'have it find what a destroyed installation has left, and what another account has given',
  });
}

/** Merges a change of the config with its lock. @returns the commit */
export async function mergeByHand(harness: Harness, branch: string, edit: (text: string) => string): Promise<string> {
  const change = { branch, title: `Change the config: ${branch}` };
  await harness.project.proposeWork(change, async (folder) => {
    const file = join(folder, CONFIG);
    await writeFile(file, edit(await readFile(file, 'utf8')));
    await onemerge(harness, ['lock'], { seconds: 120 });
  });
  return await harness.project.accept(change);
}

/** @throws RehearsalError unless the owner of before is the owner */
export async function signsIn(harness: Harness, password: string): Promise<void> {
  const site = await harness.site();
  const status = await new Author(site, site.url).signIn(await setting(harness, 'OWNER_EMAIL'), password);
  if (status === 201) return;
  throw new RehearsalError(`the owner's sign-in with the password of before answered ${status}`, {
    help: 'look whether the blog runs on the restored database; run again with --keep',
  });
}
