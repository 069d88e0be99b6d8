import { Octokit } from '@octokit/core';
import { CommandError } from '../../shared/command-error.ts';
import { isPage, titleOf } from '../../shared/page.ts';
import { MARKER } from '../report/markdown.ts';

/** Where a comment goes. */
export interface Target {
  readonly owner: string;
  readonly repo: string;
  /** The pull request's number: data of the job that cannot be trusted, so `head` is checked. */
  readonly number: number;
  /** The commit that was reviewed, as GitHub itself names it. */
  readonly head: string;
}

export interface GitHubAccess {
  readonly token: string;
  readonly baseUrl: string;
  /** @default the process's own */
  readonly fetch?: typeof globalThis.fetch;
}

/** Who comments with the token of a workflow. Another's comment is never changed, whatever it begins with. */
const AUTHOR = 'github-actions[bot]';
const PAGE = 100;

/**
 * Writes the comment of a pull request, in place of the one that is there.
 * @param body begins with the marker by which it is found again
 * @returns what happened; nothing is written once the pull request has another head
 * @throws CommandError when GitHub refuses
 */
export async function postComment(access: GitHubAccess, target: Target, body: string): Promise<string> {
  const { owner, repo, number, head } = target;
  const { token, baseUrl, fetch = globalThis.fetch } = access;
  const octokit = new Octokit({ auth: token, baseUrl, userAgent: 'onemerge', request: { fetch } });
  try {
    const at = { owner, repo };
    const { data: pull } = await octokit.request('GET /repos/{owner}/{repo}/pulls/{number}', { ...at, number });
    if (pull.head.sha !== head) {
      return `Not posted: pull request ${number} is at ${pull.head.sha.slice(0, 7)}, and ${head.slice(0, 7)} was reviewed.`;
    }
    const id = await ownComment(octokit, target);
    if (id === undefined) {
      await octokit.request('POST /repos/{owner}/{repo}/issues/{number}/comments', { ...at, number, body });
      return `Posted on pull request ${number}.`;
    }
    await octokit.request('PATCH /repos/{owner}/{repo}/issues/comments/{id}', { ...at, id, body });
    return `Updated on pull request ${number}.`;
  } catch (error) {
    const { status = 0, message } = error as Partial<{ status: number }> & Error;
    throw new CommandError(`GitHub does not take the comment: ${isPage(message) ? titleOf(message) : message}`, {
      where: `https://github.com/${owner}/${repo}/pull/${number}`,
      help:
        status >= 500
          ? 'run the job again; if it stays so, see https://www.githubstatus.com'
          : 'the token needs "pull-requests: write"; then run the job again',
    });
  }
}

/** The comment that an earlier report made, on whichever page it is. */
async function ownComment(octokit: Octokit, { owner, repo, number }: Target): Promise<number | undefined> {
  for (let page = 1; ; page++) {
    const asked = { owner, repo, number, per_page: PAGE, page };
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/issues/{number}/comments', asked);
    const own = data.find(
      (comment: { body?: string; user: { login: string } | null }) =>
        comment.user?.login === AUTHOR && comment.body?.startsWith(MARKER),
    );
    if (own || data.length < PAGE) return own?.id;
  }
}
