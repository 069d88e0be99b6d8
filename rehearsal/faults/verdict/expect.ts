import type { Cause } from '../../../cli/verify/causes.ts';
import type { Verdict } from '../../harness/verify.ts';
import { RehearsalError } from '../../shared/errors.ts';

/** Longest quote in the table. */
const QUOTED = 160;

/**
 * Requires that a verdict is "not live", and that the first cause that it names is the right one.
 * @returns words for the table
 * @throws RehearsalError when it says anything else
 */
export function expectCause(verdict: Verdict, cause: Cause): string {
  const [first] = verdict.problems;
  if (verdict.state !== 'not live' || first?.cause !== cause) throw wrongVerdict(verdict, `not live, ${cause}`);
  return quoted(first);
}

/** Requires that a verdict names another cause as well. @returns words for the table @throws RehearsalError when it does not */
export function expectAlso(verdict: Verdict, cause: Cause): string {
  const found = verdict.problems.find((problem) => problem.cause === cause);
  if (found === undefined) throw wrongVerdict(verdict, `${cause} as well`);
  return quoted(found);
}

function quoted({ object, message }: Verdict['problems'][number]): string {
  const [line = ''] = message.split('\n');
  return `${object}: ${line.length > QUOTED ? `${line.slice(0, QUOTED)}...` : line}`;
}

/** Requires that a verdict is one of some. @throws RehearsalError when it is another */
export function expectState(verdict: Verdict, states: readonly Verdict['state'][]): void {
  if (!states.includes(verdict.state)) throw wrongVerdict(verdict, states.join(' or '));
}

function wrongVerdict({ state, problems }: Verdict, wanted: string): RehearsalError {
  const causes = problems.map(({ cause }) => cause).join(', ') || 'no problem';
  return new RehearsalError(`the verdict is "${state}" with ${causes}; expected: ${wanted}`, {
    help: 'read the end of the log `onemerge`; run again with --keep',
  });
}
