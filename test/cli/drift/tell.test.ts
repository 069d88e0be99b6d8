import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Looked } from '../../../cli/drift/drift.ts';
import { tell } from '../../../cli/drift/tell.ts';

const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:my-blog-chat-AbCdEf';
const ADDRESS = 'https://hooks.slack.com/services/T0/B0/xyz';

const good: Looked = { part: 'settings', compared: 21, findings: [] };
const unread: Looked = { ...good, part: 'stack blog-ghost', unread: { error: 'denied', help: 'sign in' } };
const drifted = (count: number): Looked => ({
  part: 'objects',
  compared: 60,
  findings: Array.from({ length: count }, (_, i) => ({
    object: `Service ghost/${i}`,
    message: 'kubectl-edit set spec.ports',
    help: 'flux reconcile',
  })),
});

/** Tells a chat that keeps what it gets; the first of its lines is the headline. */
async function told(looked: readonly Looked[], env: NodeJS.ProcessEnv = {}) {
  const posts: { address: string; lines: string[] }[] = [];
  const sentence = await tell(
    {
      config: { name: 'blog', chat: { format: 'slack', webhookSecretArn: SECRET } },
      env,
      secretText: async (arn) => (arn === SECRET ? ADDRESS : assert.fail(`read ${arn}`)),
      post: async (address, body) => void posts.push({ address, lines: (body as { text: string }).text.split('\n') }),
    },
    looked,
  );
  return { sentence, posts };
}

describe('the chat is told of drift', () => {
  test('once, with what was changed and by whom, and where the log is', async () => {
    const { posts } = await told([drifted(1), good], { CODEBUILD_BUILD_URL: 'https://example.com/build' });
    assert.deepEqual(posts, [
      {
        address: ADDRESS,
        lines: [
          '❌ blog: 1 thing was changed past the repository.',
          '> Service ghost/0: kubectl-edit set spec.ports',
          '> help: npx onemerge drift',
          '<https://example.com/build|build>',
        ],
      },
    ]);
  });

  test('with no more of it than a reader takes in, and how much more there is', async () => {
    const [post] = (await told([drifted(7)])).posts;
    assert.equal(post?.lines[0], '❌ blog: 7 things were changed past the repository.');
    assert.equal(post.lines.filter((line) => line.startsWith('> Service')).length, 5);
    assert.ok(post.lines.includes('> and 2 more'), post.lines.join('\n'));
  });

  test('when something could not be looked at: silence would mean that nothing has drifted', async () => {
    const [post] = (await told([good, unread])).posts;
    assert.equal(post?.lines[0], '❌ blog: The weekly look for drift could not see everything.');
    assert.equal(post.lines[1], '> stack blog-ghost could not be looked at: denied');
  });
});

describe('no chat is told', () => {
  test('of a week in which nothing has drifted', async () => {
    const { sentence, posts } = await told([good]);
    assert.deepEqual(posts, []);
    assert.equal(sentence, 'The chat is not told: nothing has drifted.');
  });

  test('where the config names none', async () => {
    const posts: unknown[] = [];
    const sentence = await tell(
      {
        config: { name: 'blog' },
        env: {},
        secretText: () => assert.fail('read a secret'),
        post: async (...one) => void posts.push(one),
      },
      [drifted(1)],
    );
    assert.equal(sentence, 'No chat is told: the config names none.');
    assert.deepEqual(posts, []);
  });
});
