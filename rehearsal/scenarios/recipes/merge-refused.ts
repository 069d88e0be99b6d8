import { readFileSync } from 'node:fs';
import type { Harness } from '../../harness/harness.ts';
import { replaceOnce } from '../../harness/project.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { REFUSED } from '../deployments.ts';

/** Longest wait for an execution that fails, in seconds. */
const TIMEOUT_SECONDS = 300;

/**
 * Merges what the API server refuses, so that `cdk deploy` itself fails.
 * @returns the commit, and what its build said
 * @throws RehearsalError when its execution ends otherwise
 */
export async function mergeRefused(
  harness: Harness,
  branch: string,
): Promise<{ readonly commit: string; readonly log: string }> {
  const { file, after, text: refused } = REFUSED;
  const commit = await harness.project.merge({
    branch,
    title: 'Add what the API server refuses',
    edits: { [file]: (text) => replaceOnce(text, after, `${after}${refused}`, file) },
  });
  const { status } = await harness.pipeline.runner.ended({ commit }, TIMEOUT_SECONDS);
  if (status === 'Failed') return { commit, log: await logOf(harness, commit) };
  throw new RehearsalError(`the execution of what cannot be deployed ended as ${status}`, {
    where: file,
    help: 'read the end of the log `aws`; run again with --keep',
  });
}

/** What the build of a commit said, once its execution has ended. */
export async function logOf(harness: Harness, commit: string): Promise<string> {
  const { log } = await harness.pipeline.runner.ended({ commit }, 1);
  return log === undefined ? '' : readFileSync(log, 'utf8');
}
