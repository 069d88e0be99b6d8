import { whyFetchFailed } from '../why-fetch-failed.ts';
import type { GitHubFailure } from './failure.ts';

/** What Octokit throws: of an answer, its status and headers; of the network, 500 and no response. */
type OctokitError = Error & Partial<{ status: number; response: { headers: GitHubFailure['headers']; data: unknown } }>;

/** Reads what Octokit throws, which puts words of its own in the place of those that are missing. */
export function failureOf(error: OctokitError): GitHubFailure {
  const { status = 0, response } = error;
  if (response === undefined) return { status, message: whyFetchFailed(error) };
  const isSilent = response.data === undefined || response.data === '';
  return { status, message: isSilent ? '' : error.message.trim(), headers: response.headers };
}
