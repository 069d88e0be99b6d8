import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REGION } from '../../../fakes/aws/start.ts';
import type { Harness } from '../../../harness/harness.ts';
import { RehearsalError } from '../../../shared/errors.ts';
import { readRecipe } from '../document.ts';

export const DOCUMENT = 'docs/operations.md';
const HEADING = 'Move to another account';

/** The document's commands, in the order in which they are run. */
interface Commands {
  /** In the old account: backs up the uploads. */
  readonly backUp: string;
  /** In the old account: copies the snapshot under a key of both, and shares it. */
  readonly share: string;
  /** In the new account: copies what is shared. */
  readonly take: string;
  /** Lets backups go from account to account. */
  readonly between: string;
  /** In the new account: a vault, and who may copy into it. */
  readonly admit: string;
  /** In the old account: copies the backup `<backup>` into that vault. */
  readonly copy: string;
}

/** The document's commands, filled in. @throws RehearsalError when it has fewer or more */
export function commands(
  { project, name, aws }: Harness,
  { account, snapshot }: { readonly account: string; readonly snapshot: string },
): Commands {
  const blocks = (heading: string) =>
    readRecipe(project.folder, DOCUMENT, heading).filter(({ language }) => language === 'sh');
  const filled = (text: string) =>
    [
      ['<name>', name],
      ['<region>', REGION],
      ['<old account>', aws.account],
      ['<new account>', account],
      ['<snapshot>', snapshot],
    ].reduce((done, [placeholder = '', value = '']) => done.replaceAll(placeholder, value), text);
  const [share, take, admit, copy, ...more] = blocks(HEADING).map(({ text }) => filled(text));
  const [backUp] = blocks('Bring back what was destroyed').map(({ text }) => filled(text));
  const [, between] =
    /`(aws backup update-global-settings [^`]+)`/.exec(readFileSync(join(project.folder, DOCUMENT), 'utf8')) ?? [];
  if (share && take && admit && copy && more.length === 0 && backUp && between)
    return { backUp, share, take, between, admit, copy };
  throw wrong(`${DOCUMENT} says other commands than the recipe knows to move a blog to another account`);
}

/** @param what did not go as the document says */
export const wrong = (what: string): RehearsalError =>
  new RehearsalError(what, {
    where: DOCUMENT,
    help: `mend the steps below "## ${HEADING}", or what they run; run again with --keep`,
  });
