import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { CommandError } from '../shared/command-error.ts';
import { short } from '../verify/names.ts';

/** What a build leaves in the file of its verdict, as far as a message tells of it. */
const verdictSchema = z.object({
  commit: z.string(),
  state: z.enum(['live', 'superseded', 'not live', 'unknown', 'waiting']),
  summary: z.string(),
  problems: z.array(z.object({ object: z.string(), cause: z.string(), message: z.string(), help: z.string() })),
});

/** What there is to tell of a merge. */
export interface News {
  readonly good: boolean;
  /** One sentence. */
  readonly headline: string;
  /** What is wrong and what helps, each in a line. */
  readonly details: readonly string[];
}

/** How many problems a message has room for; the build's log has all. */
const MOST = 3;

/**
 * What the end of a build is to its readers.
 * @param commit full hash
 * @param failed the build has failed
 * @param file of the verdict; a build that failed before it could be judged has none
 * @returns undefined when there is nothing to tell: a later merge has taken over, and its build tells of both
 * @throws CommandError when the build did not fail, and left no verdict on the commit: nobody knows whether it is live
 */
export function newsOf(commit: string, failed: boolean, file: string | undefined): News | undefined {
  const verdict = file === undefined ? undefined : readVerdict(file);
  if (verdict?.commit === commit) return toTell(verdict);
  if (failed) return { good: false, headline: `The build of ${short(commit)} failed.`, details: [] };
  throw new CommandError(`There is no verdict on ${short(commit)} to tell of.`, {
    ...(file === undefined ? {} : { where: file }),
    help: `npx onemerge verify --commit ${commit} --output verdict.json`,
  });
}

type Verdict = z.infer<typeof verdictSchema>;

function toTell({ state, summary, problems }: Verdict): News | undefined {
  if (state === 'superseded' || state === 'waiting') return undefined;
  const details = problems
    .slice(0, MOST)
    .flatMap(({ object, cause, message, help }) => [`${object}: ${cause}: ${message}`, `help: ${help}`]);
  const good = state === 'live';
  return { good, headline: summary, details: good ? [] : details };
}

/** @returns undefined where there is no such file, or something else in it */
function readVerdict(file: string): Verdict | undefined {
  try {
    return verdictSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}
