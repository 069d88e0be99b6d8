import { z } from 'zod';
import { CommandError } from '../../shared/command-error.ts';
import { readFile } from '../../shared/read-file.ts';
import type { Review } from '../review.ts';

/** The job that wrote it ran the pull request's own code, so that anything may lie there. */
const MOST_BYTES = 20 * 1024 * 1024;

/** What appears in code spans only, see report/escape.ts. */
const text = z.string().max(500);
/** What the report says in its own words. No character of them makes a link, a mention or HTML. */
const words = z
  .string()
  .max(200)
  .regex(/^[\w ,:;()'’-]*$/);

const finding = z.object({
  kind: z.enum(['risk', 'look']),
  subject: text,
  change: text,
  what: words,
  environments: z.array(text).optional(),
});
const difference = { before: z.unknown().optional(), after: z.unknown().optional() };

const half = <T extends z.ZodType>(change: T) =>
  z.union([z.object({ value: z.array(change) }), z.object({ error: z.string() })]);

const resources = half(
  z.object({
    stack: text,
    id: text,
    type: text,
    impact: words,
    assetsAlone: z.boolean(),
    properties: z.array(z.object({ name: text, ...difference })),
  }),
);

const workload = half(
  z.object({ key: text, kind: text, impact: words, fields: z.array(z.object({ path: text, ...difference })) }),
);

const cost = z
  .object({ before: z.number(), after: z.number(), changes: z.array(z.unknown()), unknown: z.array(text) })
  .optional();

const environments = z.object({
  shown: text,
  shownIsNew: z.boolean(),
  plans: z.array(z.object({ name: text, after: text.optional(), asks: z.boolean().optional() })),
  others: z.array(
    z.object({ name: text, is: z.enum(['changed', 'new', 'gone']), infrastructure: resources, workload, cost }),
  ),
});

const schema = z.object({
  base: text,
  head: text,
  infrastructure: resources,
  deployed: resources.optional(),
  workload,
  settings: half(z.object({ key: text, impact: words })),
  acknowledgements: half(z.object({ rule: text, path: text, impact: words, reason: z.string().max(5000) })),
  approvals: half(z.object({ subject: text, change: text, reason: text })).optional(),
  judged: z.object({
    blocking: z.array(finding),
    approved: z.array(finding.extend({ reason: text })),
    looks: z.array(finding),
    unused: z.array(z.object({ subject: text, change: text, reason: text })),
  }),
  environments: environments.optional(),
  cost,
  foreignPackages: z.boolean(),
  seconds: z.number(),
});

/**
 * Reads what `onemerge review --output` wrote, as data: whatever is not of that form is refused.
 * @throws CommandError when it cannot be read
 */
export function readReport(file: string): Review {
  try {
    // What it lacks of a review are whole resources and objects, which no report shows.
    return schema.parse(JSON.parse(readFile(file, MOST_BYTES))) as unknown as Review;
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error).split('\n').join(' ') : (error as Error).message;
    throw new CommandError(`the report cannot be posted: ${why.slice(0, 500)}`, {
      where: file,
      help: 'read the log of the job that wrote it: npx onemerge review --output <file>',
    });
  }
}
