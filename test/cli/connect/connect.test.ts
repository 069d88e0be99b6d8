import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { receiverPath } from '../../../cli/connect/receiver.ts';
import { fluxWith, openScene, type Scene, TOKEN } from './scene.ts';

describe('connect', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await openScene();
  });
  afterEach(() => scene.close());
  const changes = () => scene.requests.filter((request) => !request.startsWith('GET') && !request.endsWith('/pings'));
  const config = () => ({ url: scene.hookUrl, content_type: 'json', insecure_ssl: '0', secret: TOKEN }) as const;

  test('registers the push webhook, signed with the token, and sees its ping answered', async () => {
    const { webhook } = await scene.run();
    const [hook] = scene.github.hooks.list();
    assert.deepEqual(hook?.config, config());
    assert.deepEqual([hook?.events, hook?.active], [['push'], true]);
    assert.equal(webhook.change, 'created');
    assert.equal(webhook.ping.status, 200);
  });

  test("registers CloudFront's own name where the blog has another, so that no change of domain loses a push", async () => {
    const outputs = scene.aws.stacks['fixture-ghost'] ?? {};
    scene.aws.stacks['fixture-ghost'] = {
      ...outputs,
      BlogUrl: 'https://blog.example.com',
      CloudFrontUrl: scene.blog.url,
    };
    const before = await scene.run();
    assert.equal(before.webhook.url, scene.hookUrl);
    assert.equal(before.blogUrl, 'https://blog.example.com');
    scene.aws.stacks['fixture-ghost'] = outputs;
    const after = await scene.run();
    assert.deepEqual([after.webhook.change, after.webhook.url, after.staleWebhooks], ['unchanged', scene.hookUrl, []]);
  });

  test('changes nothing when it is run again, and says so', async () => {
    await scene.run();
    scene.requests.length = 0;
    const { webhook } = await scene.run();
    assert.equal(webhook.change, 'unchanged');
    assert.equal(webhook.ping.status, 200);
    assert.deepEqual(changes(), []);
    assert.ok(scene.said.some((line) => line.startsWith('Webhook: unchanged')));
  });

  const wrong = {
    'content type': () => ({ config: { ...config(), content_type: 'form' as const } }),
    'certificate check': () => ({ config: { ...config(), insecure_ssl: '1' as const } }),
    events: () => ({ events: ['push', 'issues'], config: config() }),
    active: () => ({ active: false, config: config() }),
    secret: () => {
      const { secret: _, ...bare } = config();
      return { config: bare };
    },
    url: () => ({ config: { ...config(), url: `https://old.example.com${receiverPath(TOKEN)}` } }),
  };
  for (const [what, input] of Object.entries(wrong)) {
    test(`corrects a webhook whose ${what} is not as it should be`, async () => {
      scene.github.hooks.create(input());
      const { webhook } = await scene.run();
      assert.deepEqual([webhook.change, webhook.corrected], ['updated', [what]]);
      assert.deepEqual(
        scene.github.hooks.list().map(({ active, events, config: is }) => ({ active, events, config: is })),
        [{ active: true, events: ['push'], config: config() }],
      );
    });
  }

  for (const others of [99, 100, 250]) {
    test(`finds its webhook behind ${others} others, and makes no second one`, async () => {
      for (let i = 0; i < others; i += 1)
        scene.github.hooks.create({ events: ['issues'], config: { ...config(), url: `https://ci.example.com/${i}` } });
      const { id } = scene.github.hooks.create({ config: config() });
      const { webhook } = await scene.run();
      assert.deepEqual([webhook.id, webhook.change], [id, 'unchanged']);
      assert.equal(scene.github.hooks.list().length, others + 1);
    });
  }

  test('writes the secret again when the ping shows that GitHub has another', async () => {
    scene.github.hooks.create({ config: { ...config(), secret: 'of-somebody-else' } });
    const { webhook } = await scene.run();
    assert.deepEqual([webhook.change, webhook.corrected], ['updated', ['secret']]);
    assert.equal(webhook.ping.status, 200);
  });

  test('gives up when the signature stays refused', async () => {
    scene.flux = () => 400;
    await assert.rejects(scene.run(), /answered 400.*: Flux refuses the signature/);
  });

  test('removes the webhook of an older token, where no Receiver listens any more', async () => {
    const old = `${scene.blog.url}${receiverPath('older token')}`;
    const { id } = scene.github.hooks.create({ config: { ...config(), url: old } });
    const { staleWebhooks } = await scene.run();
    assert.deepEqual(
      staleWebhooks.map((stale) => [stale.id, stale.outcome]),
      [[id, 'removed']],
    );
    assert.equal(scene.github.hooks.get(id), undefined);
  });

  test("keeps and reports another Receiver's webhook, another blog's, and one that nobody answers", async () => {
    const flux = scene.flux;
    const second = receiverPath('second Receiver');
    scene.flux = (heard) => (heard.path === second ? 400 : flux(heard));
    for (const url of [`${scene.blog.url}${second}`, `https://other.example.com${receiverPath('x')}`]) {
      scene.github.hooks.create({ config: { ...config(), url } });
    }
    scene.github.hooks.create({ config: { ...config(), url: 'https://ci.example.com/github' } });
    const { staleWebhooks } = await scene.run();
    assert.deepEqual(
      staleWebhooks.map(({ outcome, reason }) => [outcome, reason]),
      [
        ['kept', 'a Receiver may listen there: it answers 400'],
        ['kept', 'other.example.com is not this blog'],
      ],
    );
    assert.equal(scene.github.hooks.list().length, 4);
    const ask = () => Promise.reject(new Error('connection refused'));
    const again = await scene.run({ ask });
    assert.equal(again.staleWebhooks[0]?.reason, 'nobody answers there');
  });

  test('pings again while the cluster is not ready yet, and says what the answer is', async () => {
    let pings = 0;
    scene.flux = (heard) => {
      pings += 1;
      return pings < 3 ? 404 : fluxWith(TOKEN)(heard);
    };
    const { webhook } = await scene.run();
    assert.equal(webhook.ping.status, 200);
    assert.equal(pings, 3);
    assert.equal(scene.said.filter((line) => line.includes('answered 404 so far')).length, 1);
  });

  test('stops pinging when the time is over, with the likely cause', async () => {
    scene.flux = () => 503;
    await assert.rejects(scene.run({ seconds: 60 }), /answered 503.*not ready/);
    assert.ok(scene.blog.heard.length < 10, `${scene.blog.heard.length} pings in a minute`);
  });

  test('says when GitHub delivers nothing', async () => {
    scene.github.ping = () => new Promise(() => undefined);
    await assert.rejects(scene.run({ seconds: 60 }), /GitHub delivered no ping/);
  });

  test('refuses a private repository with the reason, and registers nothing', async () => {
    scene.close();
    scene = await openScene({ private: true });
    await assert.rejects(scene.run(), /octo-org\/blog is private: Flux reads it without credentials/);
    assert.deepEqual(changes(), []);
  });

  test('shows the page for a pending handshake, and does not wait for nobody', async () => {
    scene.aws.connection = ['PENDING'];
    const report = await scene.run();
    assert.equal(report.connection.status, 'PENDING');
    assert.equal(report.pipeline, undefined);
    assert.equal(report.webhook.ping.status, 200);
    assert.deepEqual(scene.aws.starts, []);
    const page = 'https://eu-west-1.console.aws.amazon.com/codesuite/settings/connections?region=eu-west-1';
    assert.ok(scene.said.some((line) => line.includes(`fixture-github is PENDING: choose it in ${page}`)));
  });

  test('waits for the person in front of the terminal, then starts the pipeline', async () => {
    scene.aws.connection = ['PENDING', 'PENDING', 'ERROR', 'AVAILABLE'];
    const report = await scene.run({ waitForPerson: true });
    assert.equal(report.connection.status, 'AVAILABLE');
    assert.equal(report.pipeline?.outcome, 'started');
  });

  test('asks nobody to act when AWS itself tries again', async () => {
    scene.aws.connection = ['ERROR'];
    const report = await scene.run();
    assert.equal(report.connection.status, 'ERROR');
    assert.ok(scene.said.some((line) => line.includes('fixture-github is in ERROR: AWS tries again by itself')));
  });

  test('waits for the handshake no longer than allowed', async () => {
    scene.aws.connection = ['PENDING'];
    const report = await scene.run({ waitForPerson: true, seconds: 30 });
    assert.equal(report.connection.status, 'PENDING');
  });

  test('starts the pipeline although the execution of the first deploy failed', async () => {
    scene.aws.executions = ['Failed'];
    const { pipeline } = await scene.run();
    assert.deepEqual(pipeline, { name: 'fixture-pipeline', outcome: 'started', id: 'execution-new' });
    assert.deepEqual(scene.aws.starts, ['fixture-pipeline']);
  });

  test('starts no pipeline that ran well before, or is running', async () => {
    scene.aws.executions = ['Failed', 'Stopped', 'Succeeded'];
    assert.equal((await scene.run()).pipeline?.outcome, 'ran before');
    scene.aws.executions = ['InProgress', 'Failed'];
    assert.equal((await scene.run()).pipeline?.outcome, 'already running');
    assert.deepEqual(scene.aws.starts, []);
  });

  test('says nothing that is secret', async () => {
    const report = await scene.run();
    assert.ok(!JSON.stringify([report, scene.said]).includes(TOKEN));
  });
});

describe("the Receiver's path", () => {
  test('is made as Flux makes it: of token, name and namespace', () => {
    // printf 'tokengithubflux-system' | sha256sum
    assert.equal(receiverPath('token'), '/hook/cadd925a28ae26d23b3f54fc3fa800dbdadb9da71a9380cf4fd051163a050cb3');
  });
});
