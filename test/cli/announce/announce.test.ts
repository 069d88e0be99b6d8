import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { announce } from '../../../cli/announce/announce.ts';
import { buildVerdict } from '../../../cli/announce/build-verdict.ts';
import type { Environment } from '../../../lib/config/environment.ts';
import { parseConfig, parseInstallations } from '../../../lib/config/parse.ts';
import { configInput } from '../../support/fixtures.ts';
import { COMMIT, verdictFile } from './verdict.ts';

const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:my-blog-chat-AbCdEf';
const ADDRESS = 'https://hooks.slack.com/services/T0/B0/xyz';

/** Announces with a chat that keeps what it gets. */
async function told(
  file: string | undefined,
  env: NodeJS.ProcessEnv = {},
  chat: object | null = {},
  environment?: Environment,
) {
  const { name, repository } = parseConfig(configInput());
  const config = {
    name,
    ...(environment && { environment }),
    repository,
    ...(chat && { chat: { format: 'slack' as const, webhookSecretArn: SECRET } }),
  };
  const posts: { address: string; body: { text: string } }[] = [];
  const sentence = await announce(
    {
      config,
      env,
      secretText: async (arn) => (arn === SECRET ? ADDRESS : assert.fail(`read ${arn}`)),
      post: async (address, body) => void posts.push({ address, body: body as { text: string } }),
    },
    COMMIT,
    buildVerdict(COMMIT, file),
  );
  return { sentence, posts };
}

describe('a chat is told', () => {
  test('once that a merge is live, with how long it took and a link to the commit', async (t) => {
    const { posts } = await told(
      verdictFile(t, { state: 'live', summary: '3f2a9c8 is live: workload live 12 s after the merge.' }),
    );
    assert.equal(posts.length, 1);
    assert.equal(posts[0]?.address, ADDRESS);
    const [headline, link] = posts[0]?.body.text.split('\n') ?? [];
    assert.equal(headline, '✅ fixture: 3f2a9c8 is live: workload live 12 s after the merge.');
    assert.equal(link, `<https://github.com/octo-org/blog/commit/${COMMIT}|commit>`);
  });

  test('why a merge is not live, and what helps', async (t) => {
    const problem = {
      object: 'Pod ghost/ghost',
      cause: 'image not found',
      message: 'no such tag',
      help: 'name another',
    };
    const file = verdictFile(t, {
      state: 'not live',
      summary: '3f2a9c8 is not live: image not found.',
      problems: [problem],
    });
    const { posts } = await told(file, { CODEBUILD_BUILD_SUCCEEDING: '0' });
    assert.match(posts[0]?.body.text ?? '', /^❌ fixture: 3f2a9c8 is not live: image not found\.\n/);
    assert.match(
      posts[0]?.body.text ?? '',
      /\n> Pod ghost\/ghost: image not found: no such tag\n> help: name another\n/,
    );
  });

  describe('where environments come after each other', () => {
    const [staging, production] = parseInstallations({
      ...configInput(),
      environments: { staging: {}, production: { after: 'staging' } },
    });

    test('that what failed in one is not promoted to the next', async (t) => {
      const file = verdictFile(t, { state: 'not live', summary: '3f2a9c8 is not live.' });
      const { posts } = await told(file, { CODEBUILD_BUILD_SUCCEEDING: '0' }, {}, staging.environment);
      assert.match(posts[0]?.body.text ?? '', /\n> 3f2a9c8 is not promoted to production\.\n/);
    });

    test('that a commit goes past the one before, and why', async (t) => {
      const file = verdictFile(t, { state: 'live', summary: '3f2a9c8 is live.' });
      const env = { ONEMERGE_SKIP_REASON: 'readers see errors' };
      const { posts } = await told(file, env, {}, production?.environment);
      assert.match(posts[0]?.body.text ?? '', /\n> It GOES PAST staging: readers see errors\n/);
    });

    test('that it waits for a person in the next one, and how they answer', async (t) => {
      const file = verdictFile(t, { state: 'live', summary: '3f2a9c8 is live.' });
      const [first] = parseInstallations({
        ...configInput(),
        environments: { staging: {}, production: { after: 'staging', approval: 'manual' } },
      });
      const { posts } = await told(file, {}, {}, first.environment);
      assert.match(
        posts[0]?.body.text ?? '',
        /\n> In production it waits for a person's approval: npx onemerge promote --to production --commit 3f2a9c8\w+ --approve/,
      );
    });

    test('nothing of either when all is as usual', async (t) => {
      const file = verdictFile(t, { state: 'live', summary: '3f2a9c8 is live.' });
      for (const environment of [staging.environment, production?.environment]) {
        const { posts } = await told(file, { ONEMERGE_SKIP_REASON: 'none' }, {}, environment);
        assert.doesNotMatch(posts[0]?.body.text ?? '', /GOES PAST|not promoted/);
      }
    });
  });

  test('that a build failed before it came to a verdict, with a link to its log', async (t) => {
    const build = 'https://eu-west-1.console.aws.amazon.com/codebuild/home#/builds/x:1';
    const env = { CODEBUILD_BUILD_SUCCEEDING: '0', CODEBUILD_BUILD_URL: build };
    const { posts } = await told(`${verdictFile(t, {})}.missing`, env);
    assert.match(posts[0]?.body.text ?? '', /^❌ fixture: The build of 3f2a9c8 failed\.\n/);
    assert.ok(posts[0]?.body.text.endsWith(`<${build}|build>`));
  });

  test('of this build alone: the verdict on another commit is none', async (t) => {
    const file = verdictFile(t, { commit: 'f'.repeat(40), state: 'live' });
    const { posts } = await told(file, { CODEBUILD_BUILD_SUCCEEDING: '0' });
    assert.match(posts[0]?.body.text ?? '', /The build of 3f2a9c8 failed/);
  });

  test('no secret of the environment', async (t) => {
    const file = verdictFile(t, { state: 'not live', summary: 'not live: the token ghp-hidden-from-all was refused' });
    const { posts } = await told(file, { GITHUB_TOKEN: 'ghp-hidden-from-all' });
    assert.doesNotMatch(posts[0]?.body.text ?? '', /ghp-hidden/);
  });
});

describe('a chat is not told', () => {
  for (const state of ['superseded', 'waiting']) {
    test(`of a merge that is ${state}: the build of the later one tells`, async (t) => {
      const { posts, sentence } = await told(verdictFile(t, { state }));
      assert.deepEqual(posts, []);
      assert.match(sentence, /^The chat is not told: a later merge has taken over/);
    });
  }

  test('when the config names none', async (t) => {
    const { posts, sentence } = await told(verdictFile(t, {}), {}, null);
    assert.deepEqual(posts, []);
    assert.equal(sentence, 'No chat is told: the config names none.');
  });

  test('that a merge is live without a verdict that says so', async (t) => {
    await assert.rejects(told(`${verdictFile(t, {})}.missing`, { CODEBUILD_BUILD_SUCCEEDING: '1' }), {
      message: 'There is no verdict on 3f2a9c8 to tell of.',
      help: `npx onemerge verify --commit ${COMMIT} --output verdict.json`,
    });
  });
});
