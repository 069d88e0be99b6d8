import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { answerApi } from './api.ts';
import { FakeGitHub } from './github.ts';

const COMMIT = 'a'.repeat(40);
const INSTALLATION = 7654321;

describe('the fake GitHub, told how a merge ended', () => {
  let github: FakeGitHub;
  let token: string;
  beforeEach(() => {
    github = new FakeGitHub({
      repository: { owner: 'octo-org', name: 'blog', defaultBranch: 'main', bare: '/nowhere', private: true },
      tokens: { person: ['repo'] },
    });
    allow({ statuses: 'write', deployments: 'write' });
    token = github.app.newToken(INSTALLATION).token;
  });
  const allow = (permissions: Record<string, 'read' | 'write'>) => {
    const { installation } = github.app;
    github.app.installation = installation && { ...installation, permissions };
  };
  const post = async (path: string, body: object, bearer = token) => {
    const request = new Request(`https://api.github.com/repos/octo-org/blog${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}` },
      body: JSON.stringify(body),
    });
    const response = await answerApi(github, request);
    return { status: response.status, body: (await response.json()) as { id?: number; message?: string } };
  };

  test('keeps a status of a commit, and a deployment with what is said of it', async () => {
    assert.equal((await post(`/statuses/${COMMIT}`, { state: 'success', context: 'x' })).status, 201);
    const { body } = await post('/deployments', { ref: COMMIT, environment: 'blog' });
    assert.equal((await post(`/deployments/${body.id}/statuses`, { state: 'success' })).status, 201);
    assert.equal(github.reports.statuses[0]?.commit, COMMIT);
    assert.equal(github.reports.deployments[0]?.statuses[0]?.state, 'success');
  });

  test('takes no token of a person, and none that may not', async () => {
    assert.equal((await post(`/statuses/${COMMIT}`, { state: 'success' }, 'person')).status, 401);
    const narrow = github.app.newToken(INSTALLATION, { statuses: 'write' }).token;
    assert.equal((await post('/deployments', { ref: COMMIT }, narrow)).status, 403);
    allow({ contents: 'read' });
    assert.equal((await post(`/statuses/${COMMIT}`, { state: 'success' })).status, 403);
    assert.equal(github.app.refusals, 2);
  });

  test('gives no token for more than the installation may', () => {
    allow({ statuses: 'read' });
    assert.throws(() => github.app.newToken(INSTALLATION, { statuses: 'write' }), /not granted to this installation/);
    assert.ok(github.app.newToken(INSTALLATION, { statuses: 'read' }).token);
  });

  test('refuses what is too long, and words that it does not know', async () => {
    const long = { state: 'success', description: 'x'.repeat(141) };
    assert.equal((await post(`/statuses/${COMMIT}`, long)).status, 422);
    assert.equal((await post(`/statuses/${COMMIT}`, { state: 'live' })).status, 422);
    assert.equal((await post('/deployments/7/statuses', { state: 'success' })).status, 404);
  });

  test('deploys nothing that a status is against, unless told which count', async () => {
    await post(`/statuses/${COMMIT}`, { state: 'failure' });
    assert.equal((await post('/deployments', { ref: COMMIT })).status, 409);
    assert.equal((await post('/deployments', { ref: COMMIT, required_contexts: [] })).status, 201);
  });
});
