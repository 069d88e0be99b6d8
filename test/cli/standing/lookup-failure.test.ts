import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lookupFailure } from '../../../cli/standing/lookup-failure.ts';
import { Unreadable } from '../../../cli/verify/observe/unreadable.ts';

const failure = (error: unknown) => lookupFailure('Nothing is known', 'eu-west-1', error);
const named = (name: string) => Object.assign(new Error('because'), { name });

test('a caller without credentials is told about those, and not about a role', () => {
  const { message, help, exitCode } = failure(named('CredentialsProviderError'));
  assert.equal(message, 'Nothing is known: No AWS credentials: because');
  assert.doesNotMatch(help, /lookup role/);
  assert.equal(exitCode, 2);
});

test('a caller whom AWS refuses hears of the role that may be missing', () => {
  assert.match(
    failure(named('AccessDenied')).help,
    /credentials.*; the lookup role is made by: npx onemerge bootstrap$/,
  );
});

test('a caller of another account hears which to use', () => {
  const help = 'set AWS_PROFILE to a profile of that account';
  assert.equal(failure(new Unreadable('another account', { help, finalAfterSeconds: 0 })).help, help);
});

test('what nobody foresaw is passed on', () => {
  assert.equal(failure(named('ThrottlingException')).message, 'Nothing is known: because');
  assert.match(failure('a text').message, /^Nothing is known: a text$/);
  assert.match(failure(named('ThrottlingException')).help, /^check whose credentials are used: aws sts/);
});
