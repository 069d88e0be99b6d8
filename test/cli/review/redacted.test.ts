import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { redacted } from '../../../cli/review/redacted.ts';

describe('a report', () => {
  for (const [name, value] of [
    ['SecretString', 'hunter2'],
    ['MasterUserPassword', { 'Fn::Join': ['', ['hunter2', { Ref: 'It' }]] }],
    ['values', { mysql: { rootPassword: 'hunter2' } }],
    ['env', [{ name: 'API_TOKEN', value: 'hunter2' }]],
  ] as const) {
    test(`does not tell the secret in ${name}`, () => {
      assert.doesNotMatch(JSON.stringify(redacted(name, value)), /hunter2/);
    });
  }

  for (const [name, value] of [
    ['volumes', [{ name: 'mail', secret: { secretName: 'mail' } }]],
    ['DATABASE_SECRET_ARN', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:it'],
    ['secretKeyRef', { name: 'mail', key: 'password' }],
    ['automountServiceAccountToken', true],
  ] as const) {
    test(`tells where a secret is: ${name}`, () => assert.deepEqual(redacted(name, value), value));
  }
});
