import { z } from 'zod';
import { readFile } from '../shared/read-file.ts';

/** More than any verdict has. */
const MOST_BYTES = 20 * 1024 * 1024;

const seconds = z.number().nullable();

/** What a build leaves in the file of its verdict, as far as a message tells of it. */
const verdictSchema = z.object({
  commit: z.string(),
  state: z.enum(['live', 'superseded', 'not live', 'unknown', 'waiting']),
  summary: z.string(),
  /** Since the merge; none of a deployment that failed. */
  secondsSinceMerge: z.object({ infrastructure: seconds, workload: seconds }).optional(),
  problems: z.array(z.object({ object: z.string(), cause: z.string(), message: z.string(), help: z.string() })),
});

export type BuildVerdict = z.infer<typeof verdictSchema>;

/** The verdict that a build left on a commit; undefined where there is none, or one on another commit. @param commit full hash */
export function buildVerdict(commit: string, file: string | undefined): BuildVerdict | undefined {
  const verdict = file === undefined ? undefined : readVerdict(file);
  return verdict?.commit === commit ? verdict : undefined;
}

/** @returns undefined where there is no such file, or something else in it */
function readVerdict(file: string): BuildVerdict | undefined {
  try {
    return verdictSchema.parse(JSON.parse(readFile(file, MOST_BYTES)));
  } catch {
    return undefined;
  }
}
