import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Fetch, post } from '../../../cli/announce/post.ts';

const ADDRESS = 'https://hooks.slack.com/services/T0/B0/a-secret';
const answering =
  (status: number): Fetch =>
  async () =>
    new Response('', { status });

/** What `post` throws, as people read it. */
async function complaint(address: string, fetchIt: Fetch): Promise<string> {
  return await post(address, {}, fetchIt).then(
    () => 'nothing',
    (error) => error.report(),
  );
}

describe('a message', () => {
  test('is posted once, as JSON, to the address without what an editor adds to it', async () => {
    const calls: [string, RequestInit][] = [];
    const keeping: Fetch = async (url, init) => {
      calls.push([url, init]);
      return new Response('ok');
    };
    await post(`${ADDRESS}\n`, { text: 'hello' }, keeping);
    assert.equal(calls.length, 1);
    assert.equal(calls[0]?.[0], ADDRESS);
    assert.equal(calls[0]?.[1].body, '{"text":"hello"}');
  });

  test('that the chat refuses is told with its answer', async () => {
    assert.match(
      await complaint(ADDRESS, answering(404)),
      /^The chat was not told: the chat answered 404\.\n.*chat\.webhookSecretArn names\n {2}help: see whether its webhook/s,
    );
  });

  test('that does not arrive is told with the reason', async () => {
    const failing: Fetch = async () => {
      throw new TypeError(`fetch failed ${ADDRESS}`, { cause: { code: 'ENOTFOUND' } });
    };
    assert.match(
      await complaint(ADDRESS, failing),
      /^The chat was not told: the chat cannot be reached \(ENOTFOUND\)\./,
    );
  });

  test('goes nowhere else: a redirect is an error', async () => {
    let redirect: RequestInit['redirect'];
    await post(ADDRESS, {}, async (_, init) => {
      redirect = init.redirect;
      return new Response('ok');
    });
    assert.equal(redirect, 'error');
  });

  for (const secret of [
    '',
    'hooks.slack.com/services/T0',
    'http://hooks.slack.com/services/T0',
    '{"url":"https://x"}',
  ]) {
    test(`has no address in the secret "${secret}"`, async () => {
      const text = await complaint(secret, answering(200));
      assert.match(text, /^The chat was not told: the secret does not hold an address\.\n.*help: put the address/s);
    });
  }

  test('never names the address, which is a secret', async () => {
    const failing: Fetch = async () => {
      throw new Error(`no way to ${ADDRESS}`);
    };
    const texts = [await complaint(ADDRESS, answering(500)), await complaint(ADDRESS, failing)];
    for (const text of texts) assert.doesNotMatch(text, /a-secret/);
  });
});
