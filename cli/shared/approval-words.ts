import type { ManualApproval } from './manual-approvals.ts';

const minute = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** How an approval stands, for a reader who knows which commit is meant. */
export function approvalWords({ state, since, until, at = until, by, words, behind }: ManualApproval): string {
  const who = by === undefined ? '' : ` by ${by}`;
  const why = words === undefined ? '' : `: ${words}`;
  switch (state) {
    case 'awaited':
      return `waits ${behind ? 'behind an earlier commit, which waits ' : ''}for a person's approval since ${minute(since)}, until ${minute(until)}`;
    case 'given':
      return `was approved${who} at ${minute(at)}${why}`;
    case 'refused':
      return `was refused${who} at ${minute(at)}${why}`;
    case 'timed out':
      return `was approved by nobody until ${minute(until)}`;
    case 'stopped':
      return `was stopped at ${minute(at)}, before anybody approved it`;
  }
}

/** The commands by which a person answers. @param environment the one that the commit waits for @param commit its full hash */
export const answerBy = (environment: string, commit: string): string =>
  `npx onemerge promote --to ${environment} --commit ${commit} --approve <words>, or with --refuse <words>`;

/** The command that asks once more. */
export const askAgainBy = (environment: string, commit: string): string =>
  `npx onemerge promote --to ${environment} --commit ${commit}`;
