import type { End } from '../../fakes/codepipeline/execution.ts';
import { awaitVerdict } from '../../harness/await-verdict.ts';
import type { Harness } from '../../harness/harness.ts';
import type { Verdict } from '../../harness/verify.ts';
import { RehearsalError } from '../../shared/errors.ts';

/**
 * Waits until the pipeline's execution of a commit has ended, and requires how.
 * @returns its build's verdict; undefined when the build did not come that far
 * @throws RehearsalError when it ended otherwise; WaitError when it did not end
 */
export async function endsAs(harness: Harness, commit: string, end: End): Promise<Verdict | undefined> {
  const { status, reason, log, verdict } = await awaitVerdict(harness, { commit });
  if (status === end) return verdict;
  throw new RehearsalError(
    `the execution of ${commit.slice(0, 12)} ended as ${status}, expected: ${end} (${reason ?? ''})`,
    {
      where: log ?? harness.sandbox.log('aws'),
      help: 'read the end of the log; run again with --keep',
    },
  );
}
