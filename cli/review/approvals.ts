import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CommandError } from '../shared/command-error.ts';
import { readFile } from '../shared/read-file.ts';
import type { Finding, Half } from './facts.ts';

/** Where a pull request approves what puts data at risk. */
export const APPROVALS_FILE = 'approvals.json';

const schema = z.array(
  z.strictObject({
    subject: z.string().min(1),
    change: z.string().regex(/^[0-9a-f]{12}$/, 'copy it from the report: 12 hexadecimal digits'),
    reason: z
      .string()
      .trim()
      .min(10)
      .max(500)
      .refine((reason) => !/^<.*>$/.test(reason), 'write why the data may go, in place of the words in brackets'),
  }),
);

/** One risk that is taken, and why. */
export type Approval = z.infer<typeof schema>[number];

/**
 * The approvals that a pull request adds, or why they cannot be read. Those of the base were given for an earlier change, so they do
 * not count. Where the base's cannot be read nobody took them for any, and it is for a pull request to correct that.
 * @param base the file's text in the base; undefined when it has none
 * @param head the file's text in the pull request
 */
export function addedApprovals(base: string | undefined, head: string | undefined): Half<readonly Approval[]> {
  const earlier = readApprovals(base);
  const later = readApprovals(head);
  if ('error' in earlier || 'error' in later) return later;
  const known = new Set(earlier.value.map((entry) => JSON.stringify(entry)));
  return { value: later.value.filter((entry) => !known.has(JSON.stringify(entry))) };
}

function readApprovals(text: string | undefined): Half<readonly Approval[]> {
  try {
    return { value: approvalsIn(text) };
  } catch (error) {
    if (error instanceof CommandError) return { error: `${error.message}: ${error.help}` };
    throw error;
  }
}

/** The entry that approves a finding, but for the reason, in one line. */
export function approvalOf({ subject, change }: Finding): string {
  return JSON.stringify({ subject, change, reason: '<why the data may go>' });
}

/**
 * The approvals that a file holds.
 * @param text undefined when there is no file
 * @throws CommandError when it holds something else
 */
export function approvalsIn(text: string | undefined): Approval[] {
  if (text === undefined) return [];
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error).split('\n').join(' ') : (error as Error).message;
    throw new CommandError(`${APPROVALS_FILE} cannot be read: ${why}`, {
      help: 'write [{"subject": "Database/<logical id>", "change": "<from the report>", "reason": "why the data may go"}]',
      exitCode: 2,
    });
  }
}

/** A thousand approvals with long reasons. */
const MOST_BYTES = 1_000_000;

/**
 * The text of the approvals of a folder; undefined when it has none.
 * @throws CommandError when it is no file, or one without an end
 */
export function approvalsAt(root: string): string | undefined {
  const file = join(root, APPROVALS_FILE);
  if (!existsSync(file)) return undefined;
  try {
    return readFile(file, MOST_BYTES);
  } catch (error) {
    throw new CommandError(`${APPROVALS_FILE} cannot be read: ${(error as Error).message}`, {
      where: file,
      help: `git checkout HEAD -- ${APPROVALS_FILE}, and write your approvals there`,
      exitCode: 2,
    });
  }
}

/** Findings, by what approvals say of them. */
export interface Judged {
  /** Risks that nobody approved. */
  readonly blocking: readonly Finding[];
  readonly approved: readonly (Finding & { readonly reason: string })[];
  readonly looks: readonly Finding[];
  /** Approvals of the pull request that approve nothing in it. */
  readonly unused: readonly Approval[];
}

/** Compares risks with approvals. */
export function judge(findings: readonly Finding[], approvals: readonly Approval[]): Judged {
  const covers = (one: Approval, { subject, change }: Finding) => one.subject === subject && one.change === change;
  const reasonOf = (finding: Finding) => approvals.find((one) => covers(one, finding))?.reason;
  const risks = findings.filter(({ kind }) => kind === 'risk');
  return {
    blocking: risks.filter((risk) => reasonOf(risk) === undefined),
    approved: risks.flatMap((risk) => {
      const reason = reasonOf(risk);
      return reason === undefined ? [] : [{ ...risk, reason }];
    }),
    looks: findings.filter(({ kind }) => kind === 'look'),
    unused: approvals.filter((one) => !risks.some((risk) => covers(one, risk))),
  };
}
