import { CommandError } from '../command-error.ts';
import { isPage, titleOf } from '../page.ts';
import { limit } from './limit.ts';

/** An answer of GitHub's REST API that was no success; without `headers` there was no answer. */
export interface GitHubFailure {
  readonly status: number;
  /** What the answer says, or the network; empty when that is nothing. */
  readonly message: string;
  readonly headers?: Readonly<Record<string, string | number | undefined>> | undefined;
}

/** A failure with an answer. */
export type Answered = GitHubFailure & { readonly headers: NonNullable<GitHubFailure['headers']> };

/** Whether there was an answer at all. */
export const isAnswered = (failure: GitHubFailure): failure is Answered => failure.headers !== undefined;

/**
 * Words what may happen to any call: GitHub is not reached, something else answers, or it answers no more requests for now.
 * @returns undefined when GitHub has refused this very call
 */
export function explainAnyCall(failure: GitHubFailure): CommandError | undefined {
  const { status, message } = failure;
  if (!isAnswered(failure)) return explainUnreachable(message);
  const saysNothing = message === '';
  if ((saysNothing || isPage(message)) && !isOfGitHub(failure))
    return explainNotGitHub(`${status}, ${saysNothing ? 'with nothing in it' : titleOf(message)}`);
  return limit(failure);
}

/** Words a call that had no answer. @param why in the network's words */
export function explainUnreachable(why: string): CommandError {
  return new CommandError(`GitHub cannot be reached: ${why}`, {
    help: 'check the network and GITHUB_API_URL, and https://www.githubstatus.com, then run the command again',
  });
}

/** Words an answer that is none of GitHub's: a page, half of one, or nothing. */
export function explainNotGitHub(found: string): CommandError {
  return new CommandError(`What answers in the place of GitHub is not its API: ${found}`, {
    help: 'check GITHUB_API_URL, and the network: a portal or a proxy may answer instead',
  });
}

/**
 * Whether an answer without the API's words is GitHub's all the same. Both headers are in every answer of GitHub. A page is its way to
 * say that it is overloaded; its other pages are those of its site, where no API is.
 */
function isOfGitHub({ status, message, headers }: Answered): boolean {
  const isSigned = headers['x-github-request-id'] !== undefined || headers.server === 'GitHub.com';
  return isSigned && (message === '' || status === 429 || status >= 500);
}
