import { answerBy, askAgainBy } from '../../shared/approval-words.ts';
import type { Cause } from '../causes.ts';
import type { ApprovalFacts } from '../facts.ts';
import { nameOf, short } from '../names.ts';
import type { Part } from '../verdict.ts';
import { problem } from './problem.ts';

const CAUSES: Readonly<Record<ApprovalFacts['state'], Cause>> = {
  awaited: 'approval awaited',
  refused: 'approval refused',
  'timed out': 'approval timed out',
  stopped: 'approval stopped',
};

/** What a person has not approved: nothing of it is deployed, and only a person can change that. */
export function approvalPart({ state, words, environment }: ApprovalFacts, commit: string): Part {
  const subject = { kind: 'approval', name: `of ${short(commit)} for ${environment}` };
  const help =
    state === 'awaited' ? answerBy(environment, commit) : `to ask once more: ${askAgainBy(environment, commit)}`;
  return {
    half: 'infrastructure',
    name: nameOf(subject),
    wanted: 'given by a person',
    found: words,
    state: state === 'awaited' ? 'waiting' : 'failing',
    problems: [problem(CAUSES[state], subject, { message: `the commit ${words}`, help })],
  };
}
