import { RehearsalError } from '../../errors.ts';
import type { Verdict } from '../../stage/verify.ts';

/**
 * Requires that a verdict is "not live", for one cause.
 * @returns words for the table
 * @throws RehearsalError when it says anything else
 */
export function expectCause({ state, problems }: Verdict, cause: string): string {
  const found = problems.find((problem) => problem.cause === cause);
  if (state === 'not live' && found) return `${found.object}: ${found.message}`;
  const causes = problems.map(({ cause: named }) => named).join(', ') || 'no problem';
  throw new RehearsalError(`the verdict is "${state}" with ${causes}; wanted: not live, ${cause}`, {
    help: 'read the end of the log onemerge; run again with --keep',
  });
}
