import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reading } from '../../../../cli/verify/observe/reading.ts';

const refusedAs = (name: string) => reading(() => Promise.reject(Object.assign(new Error('because'), { name })));

for (const name of ['CredentialsProviderError', 'ExpiredTokenException', 'RequestExpired', 'SignatureDoesNotMatch']) {
  test(`${name} ends the wait at once, and passes on what AWS says`, async () => {
    const found = await refusedAs(name);
    assert.ok('error' in found);
    assert.match(found.error, /AWS.*: because$/);
    assert.equal(found.finalAfterSeconds, 0);
  });
}

test('a page in the place of an answer is asked for again, and told as such', async () => {
  const page = new Error('Unexpected token < \n  Deserialization error: to see the raw response');
  const found = await reading(() => Promise.reject(page));
  assert.ok('error' in found);
  assert.equal(found.error, 'What answers in the place of AWS is not AWS: Unexpected token < ');
  assert.equal(found.finalAfterSeconds, 120);
});

for (const name of ['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'UnauthorizedException']) {
  test(`${name} asks for another identity`, async () => {
    assert.deepEqual(await refusedAs(name), {
      error: 'because',
      help: 'use an identity that may assume the CDK lookup role, or run npx onemerge bootstrap',
      finalAfterSeconds: 30,
    });
  });
}

test('an answer that says nothing about the caller is asked for again', async () => {
  assert.deepEqual(await refusedAs('ThrottlingException'), {
    error: 'ThrottlingException: because',
    help: 'run the command again; --timeout gives it longer',
    finalAfterSeconds: 120,
  });
});
