import { z } from 'zod';
import { CommandError } from '../shared/command-error.ts';
import type { Finding } from './facts.ts';

/** Where a pull request approves what puts data at risk. */
export const APPROVALS_FILE = 'approvals.json';

const schema = z.array(z.strictObject({ subject: z.string().min(1), reason: z.string().min(10) }));

/** One risk that is taken, and why. */
export type Approval = z.infer<typeof schema>[number];

/**
 * The approvals that a pull request adds. Those of the base were given for an earlier change, so they do not count.
 * @param base the file's text in the base; undefined when it has none
 * @param head the file's text in the pull request
 * @throws CommandError when the pull request's file holds something else
 */
export function addedApprovals(base: string | undefined, head: string | undefined): Approval[] {
  const earlier = new Set(base === undefined ? [] : entriesOf(base).map((entry) => JSON.stringify(entry)));
  return head === undefined ? [] : entriesOf(head).filter((entry) => !earlier.has(JSON.stringify(entry)));
}

function entriesOf(text: string): Approval[] {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error).split('\n').join(' ') : (error as Error).message;
    throw new CommandError(`${APPROVALS_FILE} cannot be read: ${why}`, {
      help: 'write [{"subject": "Database/<logical id>", "reason": "why the data may go"}]',
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
  const reasonOf = (finding: Finding) => approvals.find(({ subject }) => subject === finding.subject)?.reason;
  const risks = findings.filter(({ kind }) => kind === 'risk');
  return {
    blocking: risks.filter((risk) => reasonOf(risk) === undefined),
    approved: risks.flatMap((risk) => {
      const reason = reasonOf(risk);
      return reason === undefined ? [] : [{ ...risk, reason }];
    }),
    looks: findings.filter(({ kind }) => kind === 'look'),
    unused: approvals.filter(({ subject }) => !risks.some((risk) => risk.subject === subject)),
  };
}
