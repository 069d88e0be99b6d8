import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reading } from '../../../../cli/verify/observe/reading.ts';

const refusedAs = (name: string) => reading(() => Promise.reject(Object.assign(new Error('because'), { name })));

for (const name of ['CredentialsProviderError', 'ExpiredTokenException', 'RequestExpired', 'SignatureDoesNotMatch']) {
  test(`${name} ends the wait at once, and asks for a sign-in`, async () => {
    assert.deepEqual(await refusedAs(name), {
      error: 'because',
      help: 'sign in to AWS, for example: aws sso login',
      finalAfterSeconds: 0,
    });
  });
}

for (const name of ['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'UnauthorizedException']) {
  test(`${name} asks for another identity`, async () => {
    assert.deepEqual(await refusedAs(name), {
      error: 'because',
      help: 'use an identity that may assume the CDK lookup role, or run npx cdk bootstrap',
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
