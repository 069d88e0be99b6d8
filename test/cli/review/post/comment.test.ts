import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { postComment } from '../../../../cli/review/post/comment.ts';
import { MARKER } from '../../../../cli/review/report/markdown.ts';
import { answerApi } from '../../../../rehearsal/fakes/github/api.ts';
import { FakeGitHub } from '../../../../rehearsal/fakes/github/github.ts';
import type { Comment } from '../../../../rehearsal/fakes/github/pulls.ts';

const HEAD = 'a'.repeat(40);
const target = { owner: 'octo-org', repo: 'blog', number: 7, head: HEAD };
const said = (login: string, body: string, id: number): Comment => ({ id, user: { login }, body });

function gitHubWith(...comments: Comment[]) {
  const github = new FakeGitHub({
    repository: { owner: 'octo-org', name: 'blog', defaultBranch: 'main', bare: '/nowhere', private: false },
    tokens: { writes: ['repo'], reads: [] },
  });
  github.pulls.set(7, { head: HEAD, comments });
  const fetch = async (input: string | URL | Request, init?: RequestInit) =>
    answerApi(github, new Request(input, init));
  const access = (token: string) => ({ token, baseUrl: 'https://api.github.com', fetch });
  return {
    comments,
    pulls: github.pulls,
    post: (body: string, token = 'writes') => postComment(access(token), target, body),
  };
}

describe('the comment of a review', () => {
  test('is made once, and updated in place from then on', async () => {
    const { comments, post } = gitHubWith();
    assert.equal(await post(`${MARKER}\nfirst`), 'Posted on pull request 7.');
    assert.equal(await post(`${MARKER}\nsecond`), 'Updated on pull request 7.');
    assert.deepEqual(
      comments.map(({ body }) => body),
      [`${MARKER}\nsecond`],
    );
  });

  test('is found behind a hundred others', async () => {
    const others = Array.from({ length: 250 }, (_, n) => said('octocat', 'me too', n + 1));
    const { comments, post } = gitHubWith(...others, said('github-actions[bot]', `${MARKER}\nold`, 251));
    await post(`${MARKER}\nnew`);
    assert.equal(comments.length, 251);
    assert.equal(comments.at(-1)?.body, `${MARKER}\nnew`);
  });

  test("does not replace a person's comment that begins as it does, nor the bot's other ones", async () => {
    const { comments, post } = gitHubWith(
      said('mallory', `${MARKER}\nmine`, 1),
      said('github-actions[bot]', `quoted: ${MARKER}`, 2),
    );
    await post(`${MARKER}\nnew`);
    assert.deepEqual(
      comments.map(({ body }) => body),
      [`${MARKER}\nmine`, `quoted: ${MARKER}`, `${MARKER}\nnew`],
    );
  });

  test('is not written on a pull request that has another head: the report is old, or names a pull request that is not its own', async () => {
    const { comments, pulls, post } = gitHubWith();
    pulls.set(7, { head: 'b'.repeat(40), comments });
    assert.equal(await post(MARKER), 'Not posted: pull request 7 is at bbbbbbb, and aaaaaaa was reviewed.');
    assert.deepEqual(comments, []);
  });

  test('that GitHub refuses is an error that says what the token needs', async () => {
    const { post } = gitHubWith();
    await assert.rejects(post(MARKER, 'reads'), {
      message: /^GitHub does not take the comment: Resource not accessible by integration/,
      help: /pull-requests: write/,
      exitCode: 2,
    });
  });

  for (const [status, body, words] of [
    [502, '<!DOCTYPE html>\n<html>\n<title>Unicorn! &middot; GitHub</title>', 'Unicorn! · GitHub'],
    [503, '<html>\n<h1>Service unavailable</h1>', '<html>'],
  ] as const) {
    test(`that GitHub is too busy for is an error of one line, which does not blame the token: ${status}`, async () => {
      const fetch = async () =>
        new Response(body, { status, headers: { 'content-type': 'text/html', server: 'GitHub.com' } });
      const access = { token: 'writes', baseUrl: 'https://api.github.com', fetch };
      await assert.rejects(postComment(access, target, MARKER), {
        message: `GitHub does not take the comment: ${words}`,
        help: /^run the job again; .*githubstatus/,
      });
    });
  }
});
