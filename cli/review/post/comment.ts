import { Octokit } from '@octokit/core';
import { z } from 'zod';
import { CommandError } from '../../shared/command-error.ts';
import { faultsIn } from '../../shared/faults-in.ts';
import { explainAnyCall, explainNotGitHub } from '../../shared/github/failure.ts';
import { failureOf } from '../../shared/github/octokit-failure.ts';
import { patiently } from '../../shared/github/patient-fetch.ts';
import { titleOf } from '../../shared/page.ts';
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

const written = z.object({ id: z.number() });
const pullRequest = z.object({ head: z.object({ sha: z.string() }) });
const comments = z.array(
  written.extend({ body: z.string().nullish(), user: z.object({ login: z.string() }).nullish() }),
);

/**
 * Writes the comment of a pull request, in place of the one that is there.
 * @param body begins with the marker by which it is found again
 * @returns what happened; nothing is written once the pull request has another head
 * @throws CommandError when GitHub refuses
 */
export async function postComment(access: GitHubAccess, target: Target, body: string): Promise<string> {
  const { owner, repo, number, head } = target;
  const { token, baseUrl, fetch = globalThis.fetch } = access;
  const octokit = new Octokit({ auth: token, baseUrl, userAgent: 'onemerge', request: { fetch: patiently(fetch) } });
  try {
    const at = { owner, repo };
    const pull = read(
      pullRequest,
      await octokit.request('GET /repos/{owner}/{repo}/pulls/{number}', { ...at, number }),
    );
    if (pull.head.sha !== head) {
      return `Not posted: pull request ${number} is at ${pull.head.sha.slice(0, 7)}, and ${head.slice(0, 7)} was reviewed.`;
    }
    const id = await ownComment(octokit, target);
    if (id === undefined) {
      read(
        written,
        await octokit.request('POST /repos/{owner}/{repo}/issues/{number}/comments', { ...at, number, body }),
      );
      return `Posted on pull request ${number}.`;
    }
    read(written, await octokit.request('PATCH /repos/{owner}/{repo}/issues/comments/{id}', { ...at, id, body }));
    return `Updated on pull request ${number}.`;
  } catch (error) {
    if (!(error instanceof Error) || error instanceof CommandError) throw error;
    if (error.cause instanceof CommandError) throw error.cause;
    const failure = failureOf(error);
    const { status, message } = failure;
    const common = explainAnyCall(failure);
    if (common) throw common;
    throw new CommandError(`GitHub does not take the comment: ${titleOf(message)}`, {
      where: `https://github.com/${owner}/${repo}/pull/${number}`,
      help:
        status >= 500
          ? 'run the job again; if it stays so, see https://www.githubstatus.com'
          : 'the token needs "pull-requests: write"; then run the job again',
    });
  }
}

/** @throws CommandError for an answer that is none of GitHub's */
function read<T extends z.ZodType>(schema: T, { status, data }: { status: number; data: unknown }): z.output<T> {
  const found = schema.safeParse(data);
  if (found.success) return found.data;
  const isText = typeof data === 'string' && data !== '';
  throw explainNotGitHub(`${status}, ${isText ? titleOf(data) : faultsIn(found.error)}`);
}

/** The comment that an earlier report made, on whichever page it is. */
async function ownComment(octokit: Octokit, { owner, repo, number }: Target): Promise<number | undefined> {
  for (let page = 1; ; page++) {
    const asked = { owner, repo, number, per_page: PAGE, page };
    const answer = await octokit.request('GET /repos/{owner}/{repo}/issues/{number}/comments', asked);
    const data = read(comments, answer);
    const own = data.find(({ user, body }) => user?.login === AUTHOR && body?.startsWith(MARKER));
    if (own || data.length < PAGE) return own?.id;
  }
}
