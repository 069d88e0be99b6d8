import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { redacted } from '../../../cli/review/redacted.ts';

describe('a report', () => {
  for (const [name, value] of [
    ['SecretString', 'hunter2'],
    ['MasterUserPassword', { 'Fn::Join': ['', ['hunter2', { Ref: 'It' }]] }],
    ['values', { mysql: { rootPassword: 'hunter2' } }],
    ['env', [{ name: 'API_TOKEN', value: 'hunter2' }]],
    ['EnvironmentVariables', [{ Name: 'API_TOKEN', Value: 'hunter2' }]],
    ['OriginCustomHeaders', [{ HeaderName: 'x-from', HeaderValue: 'hunter2' }]],
    ['url', 'mysql://ghost:hunter2@database/ghost'],
    ['command', 'mysql --password hunter2'],
    ['args', ['--password=hunter2']],
    ['UserData', 'export DB_PASSWORD="hunter2"'],
    ['config', '{"mail":{"password":"hunter2"}}'],
    ['config', '{\\"password\\": \\"hunter2\\"}'],
    ['config', 'password: hunter2'],
    ['key.pem', '-----BEGIN RSA PRIVATE KEY-----\nhunter2\n-----END RSA PRIVATE KEY-----'],
    ['Manifest', '[{"kind":"Secret","metadata":{"name":"it"},"stringData":{"a":"hunter2"}}]'],
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
    ['args', ['--token-file=/run/token']],
    ['url', 'https://example.com:8443/it'],
    ['Manifest', '[{"kind":"ExternalSecret","spec":{"data":[{"secretKey":"a"}],"target":{"name":"it"}}}]'],
  ] as const) {
    test(`tells where a secret is: ${name}`, () => assert.deepEqual(redacted(name, value), value));
  }
});
