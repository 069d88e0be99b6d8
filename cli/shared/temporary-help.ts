import { tmpdir } from 'node:os';

/** How systems and programs say that nothing can be written somewhere. */
const UNWRITABLE = /\b(?:ENOSPC|EDQUOT|EROFS|EACCES|ENOENT|ENOTDIR)\b|No space left|Read-only file|Permission denied/;

/** What this program and the CDK call the folders that they make for themselves. */
const OURS = /^\/(?:onemerge|cdk)[-.]/;

/**
 * What helps when the temporary folder is full, missing or closed, whoever stumbled over it.
 * @param text of an error
 * @returns undefined when the text speaks of something else, a file of the user's in that folder for example
 */
export function temporaryHelp(text: string, folder = tmpdir()): string | undefined {
  const places = text.split(folder).slice(1);
  if (!UNWRITABLE.test(text) || !places.some((rest) => OURS.test(rest))) return undefined;
  return `make sure that ${folder} exists, can be written to and has room, or name another folder: export TMPDIR=<folder>`;
}
