import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { selfMadeCertificate } from '../../fakes/github/certificate.ts';
import { FakeGitHub } from '../../fakes/github/github.ts';
import type { Hook } from '../../fakes/github/hook.ts';
import { type Listener, startListener } from '../../fakes/github/listener.ts';
import { redeliver } from './deliveries.ts';

const certificate = selfMadeCertificate();
const sandbox = { log: (name: string) => `${name}.log` };

describe('an event that a fault sends again', () => {
  let status: number;
  let listener: Listener;
  let github: FakeGitHub;
  let hook: Hook;
  beforeEach(async () => {
    status = 200;
    listener = await startListener(certificate, () => status);
    github = new FakeGitHub({
      repository: { owner: 'octo-org', name: 'blog', defaultBranch: 'main', bare: '', private: false },
      tokens: {},
      ca: certificate.certificate,
    });
    const config = { url: listener.url, content_type: 'json', insecure_ssl: '0', secret: 'a-secret' } as const;
    hook = github.hooks.create({ events: ['push'], config });
  });
  afterEach(() => listener.close());

  test('arrives as the same event', async () => {
    const delivery = await github.ping(hook);
    await redeliver({ github: { fake: github }, sandbox }, delivery);
    assert.deepEqual(
      listener.heard.map(({ headers }) => headers['x-github-delivery']),
      [delivery.event.guid, delivery.event.guid],
    );
  });

  test('fails the fault when it is refused', async () => {
    const delivery = await github.ping(hook);
    status = 400;
    await assert.rejects(redeliver({ github: { fake: github }, sandbox }, delivery), {
      name: 'RehearsalError',
      message: `the push event ${delivery.event.guid}, sent again, was answered 400`,
      where: 'github.log',
    });
  });

  test('fails the fault when nobody listens any more', async () => {
    const delivery = await github.ping(hook);
    github.hooks.delete(hook.id);
    await assert.rejects(redeliver({ github: { fake: github }, sandbox }, delivery), /not sent: the webhook is gone/);
  });
});
