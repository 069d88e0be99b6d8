import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { buildVerdict } from '../../../cli/announce/build-verdict.ts';
import { tellGitHub } from '../../../cli/announce/github/tell-github.ts';
import { CommandError } from '../../../cli/shared/command-error.ts';
import type { Environment } from '../../../lib/config/environment.ts';
import { parseConfig } from '../../../lib/config/parse.ts';
import { answerApi } from '../../../rehearsal/fakes/github/api.ts';
import type { Installation } from '../../../rehearsal/fakes/github/app.ts';
import { FakeGitHub } from '../../../rehearsal/fakes/github/github.ts';
import { configInput } from '../../support/fixtures.ts';
import { COMMIT, verdictFile } from './verdict.ts';

const BLOG = 'https://blog.example.com';
const BUILD = 'https://eu-west-1.console.aws.amazon.com/codebuild/home#/builds/x:1';
const REPORTING = { contents: 'read', metadata: 'read', statuses: 'write', deployments: 'write' } as const;

interface Changes {
  /** null: the build left none. */
  readonly verdict?: object | null;
  readonly env?: NodeJS.ProcessEnv;
  readonly reports?: 'on' | 'off';
  readonly permissions?: Installation['permissions'];
  readonly environment?: Environment;
}

/** Tells a GitHub whose App may say how merges ended. */
function scene(
  t: TestContext,
  { verdict = {}, env = {}, reports = 'on', permissions = REPORTING, environment }: Changes = {},
) {
  const github = new FakeGitHub({
    repository: { owner: 'octo-org', name: 'blog', defaultBranch: 'main', bare: '/nowhere', private: true },
    tokens: {},
  });
  const { app } = github;
  const key = app.newKey();
  app.installation = app.installation && { ...app.installation, permissions };
  const requests: Request[] = [];
  const config = {
    ...parseConfig(
      configInput({
        repository: { owner: 'octo-org', name: 'blog', app: { id: 1234567, installation: 7654321, reports } },
      }),
    ),
    ...(environment && { environment }),
  };
  const telling = tellGitHub(
    {
      config,
      env,
      baseUrl: 'https://api.github.com',
      appKey: async () => key,
      blogUrl: async () => BLOG,
      fetch: async (input, init) => {
        const request = new Request(input, init);
        requests.push(request.clone());
        return await answerApi(github, request);
      },
    },
    COMMIT,
    verdict === null ? undefined : buildVerdict(COMMIT, verdictFile(t, verdict)),
  );
  return { github, requests, telling };
}

describe('GitHub is told', () => {
  test('that a merge is live: by a status of its commit, and by a deployment that leads to the blog', async (t) => {
    const { github, telling } = scene(t, { env: { CODEBUILD_BUILD_URL: BUILD } });
    assert.equal(await telling, 'GitHub was told: 3f2a9c8 is live.');
    const said = { state: 'success', description: '3f2a9c8 is live.' };
    assert.deepEqual(github.reports.statuses, [
      { ...said, commit: COMMIT, context: 'onemerge/fixture', target_url: BUILD },
    ]);
    assert.deepEqual(github.reports.deployments, [
      {
        ref: COMMIT,
        environment: 'fixture',
        production_environment: true,
        required_contexts: [],
        statuses: [{ ...said, environment_url: BLOG, log_url: BUILD }],
      },
    ]);
  });

  test('of the environment before production that it is none', async (t) => {
    const after = { ...parseConfig(configInput()), environment: { name: 'production', after: 'staging', all: {} } };
    const { github, telling } = scene(t, { environment: { name: 'staging', all: { production: after } } });
    await telling;
    assert.equal(github.reports.deployments[0]?.production_environment, false);
  });

  const ends: readonly (readonly [end: string, changes: Changes, state: string, description: RegExp])[] = [
    [
      'is not live',
      { verdict: { state: 'not live', summary: 'not live: image not found.' } },
      'failure',
      /^not live: im/,
    ],
    ['nobody could judge', { verdict: { state: 'unknown', summary: 'unknown: no answer.' } }, 'error', /^unknown/],
    ['failed before it was judged', { verdict: null }, 'failure', /^The build of 3f2a9c8 failed\.$/],
  ];
  for (const [end, changes, state, description] of ends)
    test(`of a merge that ${end}, and its deployment leads nowhere`, async (t) => {
      const { github, telling } = scene(t, { ...changes, env: { CODEBUILD_BUILD_SUCCEEDING: '0' } });
      await telling;
      const { statuses, deployments } = github.reports;
      assert.deepEqual([statuses[0]?.state, deployments[0]?.statuses[0]?.state], [state, state]);
      assert.match(statuses[0]?.description ?? '', description);
      assert.equal(deployments[0]?.statuses[0]?.environment_url, undefined);
    });

  test('in 140 characters at most, in one line', async (t) => {
    const { github, telling } = scene(t, { verdict: { summary: `live\n${'x'.repeat(300)}` } });
    await telling;
    assert.match(github.reports.statuses[0]?.description ?? '', /^live x{134}…$/);
  });

  test('no secret of the environment', async (t) => {
    const summary = 'not live: the token ghp-hidden-from-all was refused';
    const env = { CODEBUILD_BUILD_SUCCEEDING: '0', GITHUB_TOKEN: 'ghp-hidden-from-all' };
    const { github, telling } = scene(t, { verdict: { state: 'not live', summary }, env });
    await telling;
    assert.doesNotMatch(JSON.stringify(github.reports), /ghp-hidden/);
  });

  test('by a token that may do nothing else, on this repository alone', async (t) => {
    const { requests, telling } = scene(t);
    await telling;
    const asked = requests.find(({ url }) => url.endsWith('/access_tokens'));
    assert.deepEqual(await asked?.json(), {
      repositories: ['blog'],
      permissions: { statuses: 'write', deployments: 'write' },
    });
  });
});

describe('GitHub is not told', () => {
  for (const state of ['superseded', 'waiting'])
    test(`of a merge that is ${state}: the build of the later one tells`, async (t) => {
      const { requests, telling } = scene(t, { verdict: { state } });
      assert.match(await telling, /^GitHub is not told: a later merge has taken over/);
      assert.deepEqual(requests, []);
    });

  test('unless the config says so, and then nobody reads the key', async (t) => {
    const { requests, telling } = scene(t, { reports: 'off' });
    assert.equal(await telling, 'GitHub is not told: repository.app.reports is not on.');
    assert.deepEqual(requests, []);
  });

  test('when the App may not: the error names the click, and the field that ends it', async (t) => {
    const { telling } = scene(t, { permissions: { contents: 'read', metadata: 'read' } });
    await assert.rejects(telling, (error: CommandError) => {
      assert.ok(error instanceof CommandError);
      assert.equal(error.message, 'The App 1234567 may not say on octo-org/blog how a merge ended');
      assert.match(error.help, /"Commit statuses" and "Deployments", read and write.*; or write reports: 'off'/);
      return true;
    });
  });
});
