import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ConfigError } from '../../../lib/config/config-error.ts';
import { parseConfig } from '../../../lib/config/parse.ts';
import { configInput } from '../../support/fixtures.ts';

const ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:my-blog-chat-AbCdEf';

/** What the config says of a chat, a line for each mistake. */
function complaints(chat: unknown): string[] {
  try {
    parseConfig({ ...configInput(), chat });
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError, `expected a ConfigError, got ${error}`);
    return error.message.split('\n');
  }
}

describe('a chat', () => {
  for (const format of ['slack', 'teams']) {
    test(`may be told in the format of ${format}`, () => {
      assert.deepEqual(complaints({ format, webhookSecretArn: ARN }), []);
    });
  }

  const wrong: [what: string, chat: unknown, message: RegExp][] = [
    [
      'an address in the place of a secret',
      'https://hooks.slack.com/services/T0',
      /chat is .*: write \{ format: "slack"/,
    ],
    ['another format', { format: 'irc', webhookSecretArn: ARN }, /chat\.format is "irc": write 'slack' or 'teams'/],
    ['no format', { webhookSecretArn: ARN }, /chat\.format is missing: write 'slack' or 'teams'/],
    ['no secret', { format: 'slack' }, /chat\.webhookSecretArn is missing: write the full ARN/],
    ['half an ARN', { format: 'slack', webhookSecretArn: ARN.slice(0, -7) }, /with the six characters at its end/],
  ];
  for (const [what, chat, message] of wrong) {
    test(`with ${what} gives one line`, () => {
      const [line = '', ...others] = complaints(chat);
      assert.deepEqual(others, []);
      assert.match(line, message);
    });
  }
});
