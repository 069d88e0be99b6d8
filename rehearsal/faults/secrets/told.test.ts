import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { passwordsIn, told } from './told.ts';

describe('of a secret', () => {
  test('the fields that let somebody in are looked for, and neither hosts nor users', () => {
    const text = JSON.stringify({ username: 'administrator', host: 'database.example.com', password: 'correct horse' });
    assert.deepEqual(passwordsIn('master', text), [['master, password', 'correct horse']]);
  });

  test('a text without fields is looked for as it is', () => {
    assert.deepEqual(passwordsIn('webhook', '0123456789abcdef'), [['webhook', '0123456789abcdef']]);
  });

  test('what would be found by chance is left out', () => assert.deepEqual(passwordsIn('pin', '1234'), []));
});

describe('a password', () => {
  const passwords = new Map([['master, password', 'correct "horse"']]);
  const found = (text: string) => told(new Map([['the log of a build', text]]), passwords);

  test('is found as it is, in JSON and in base64, and told by its name alone', () => {
    for (const text of [
      'signed in with correct "horse"',
      String.raw`{"password":"correct \"horse\""}`,
      `data: ${Buffer.from('correct "horse"').toString('base64')}`,
    ])
      assert.deepEqual(found(text), ['master, password is in the log of a build']);
  });

  test('that is nowhere is not found', () => assert.deepEqual(found('signed in with ***'), []));
});
