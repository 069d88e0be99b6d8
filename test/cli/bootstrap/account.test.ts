import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accountToBootstrap } from '../../../cli/bootstrap/bootstrap.ts';
import { CommandError } from '../../../cli/shared/command-error.ts';
import { FAKE_ACCOUNT, startFakeAws } from '../verify/fakes/aws.ts';
import type { FakeServer } from '../verify/fakes/http.ts';

const region = 'eu-west-1';

describe('the account that is bootstrapped', () => {
  let server: FakeServer;

  before(async () => {
    ({ server } = await startFakeAws());
  });
  after(() => server.stop());

  test('is that of the credentials', async () => assert.equal(await accountToBootstrap({ region }), FAKE_ACCOUNT));

  test('is refused when the config names another', () =>
    assert.rejects(accountToBootstrap({ region, account: '999900001111' }), (error) => {
      assert.ok(error instanceof CommandError);
      assert.match(error.message, /signed in to account 111122223333, and onemerge\.config\.ts names 999900001111/);
      assert.match(error.help, /AWS_PROFILE/);
      assert.equal(error.exitCode, 1);
      return true;
    }));

  test('is not known when AWS cannot be asked', async () => {
    const endpoint = process.env.AWS_ENDPOINT_URL;
    process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:1';
    try {
      await assert.rejects(accountToBootstrap({ region }), (error) => {
        assert.ok(error instanceof CommandError);
        assert.match(error.message, /AWS cannot be reached/);
        assert.equal(error.exitCode, 2);
        return true;
      });
    } finally {
      process.env.AWS_ENDPOINT_URL = endpoint;
    }
  });
});
