import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { complaints, withField } from '../../support/config-complaints.ts';

describe('a secret that was written into the config is told by its field, and not shown', () => {
  const KEY_TEXT = 'MHcCAQEEIBi4A5EUVdnA3htUwN4MGZf2y6dlcSEEJbtI';
  const key = (kind: string) => `-----BEGIN ${kind}PRIVATE KEY-----\n${KEY_TEXT}\n-----END ${kind}PRIVATE KEY-----\n`;
  const secrets: [what: string, field: string, value: unknown, secret: string][] = [
    ['a private key for a certificate', 'database.certificateAuthorities', key('EC '), KEY_TEXT],
    ['one of another kind', 'database.certificateAuthorities', key(''), KEY_TEXT],
    ['one that is cut off', 'database.certificateAuthorities', key('RSA ').slice(0, 60), KEY_TEXT.slice(0, 20)],
    ['the key of the App', 'repository.app', { id: 1, installation: 2, privateKey: KEY_TEXT }, KEY_TEXT],
    ['a password for the ARN of its secret', 'blog.mailSecretArn', 'hunter2-', 'hunter2'],
    ['the secret itself for its ARN', 'blog.mailSecretArn', { user: 'a', password: 'hunter2-' }, 'hunter2'],
    ['a list of it', 'blog.mailSecretArn', ['hunter2-'], 'hunter2'],
    ['a field of its own', 'blog.mailPassword', 'hunter2-', 'hunter2'],
    ['a field of several', 'mail', { passwords: { a: 'hunter2-' } }, 'hunter2'],
    ['a field beside what JSON cannot write', 'mail', { password: 'hunter2-', port: 25n }, 'hunter2'],
    ['a quoted field in a list of such', 'mail', [{ 'smtp-password': 'hunter2-', port: 25n }], 'hunter2'],
    ['a field of an unknown object', 'mail', { user: 'a', api_key: 'hunter2-' }, 'hunter2'],
    [
      'a webhook for the ARN of its secret',
      'chat.webhookSecretArn',
      'https://hooks.slack.com/services/T0/B0/abcdef',
      'abcdef',
    ],
    ['a webhook in another field', 'chat.webhook', 'https://hooks.slack.com/services/T0/B0/abcdef', 'abcdef'],
    ['a workflow of Teams', 'chat.webhook', 'https://prod-1.logic.azure.com/workflows/1?sp=a&sig=abcdef', 'abcdef'],
    ['a token of GitHub', 'repository.owner', `ghp_${'abcdef'.repeat(6)}`, 'abcdef'],
    ['an address with a password', 'repository.owner', 'https://me:hunter2@github.com/me', 'hunter2'],
  ];
  for (const [what, field, value, secret] of secrets) {
    test(`${what}, in ${field}`, () => {
      const said = complaints(withField(field, value)).join('\n');
      assert.ok(said.includes(field), said);
      assert.ok(!said.includes(secret), said);
    });
  }

  test('but a mistyped ARN is shown, which is none', () => {
    assert.match(complaints(withField('blog.mailSecretArn', 'arn:aws:s3:::mail')).join(), /is "arn:aws:s3:::mail"/);
  });
});
