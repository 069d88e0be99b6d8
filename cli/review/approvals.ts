import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CommandError } from '../shared/command-error.ts';
import type { Finding } from './facts.ts';

/** Where a pull request approves what puts data at risk. */
export const APPROVALS_FILE = 'approvals.json';

const schema = z.array(
  z.strictObject({
    subject: z.string().min(1),
    change: z.string().regex(/^[0-9a-f]{12}$/, 'copy it from the report: 12 hexadecimal digits'),
    reason: z.string().min(10),
  }),
);

/** One risk that is taken, and why. */
export type Approval = z.infer<typeof schema>[number];

/**
 * The approvals that a pull request adds. Those of the base were given for an earlier change, so they do not count.
 * @param base the file's text in the base; undefined when it has none
 * @param head the file's text in the pull request
 * @throws CommandError when the pull request's file holds something else
 */
export function addedApprovals(base: string | undefined, head: string | undefined): Approval[] {
  const earlier = new Set(approvalsIn(base).map((entry) => JSON.stringify(entry)));
  return approvalsIn(head).filter((entry) => !earlier.has(JSON.stringify(entry)));
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

/** The text of the approvals of a folder; undefined when it has none. */
export function approvalsAt(root: string): string | undefined {
  const file = join(root, APPROVALS_FILE);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
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
