import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { redaction } from '../../../cli/shared/redact.ts';

describe('a secret is hidden', () => {
  const cases: [title: string, env: Record<string, string>, text: string, shown: string][] = [
    ['of GITHUB_TOKEN', { GITHUB_TOKEN: 'token-1' }, 'it is token-1.', 'it is ***.'],
    ['of AWS_SECRET_ACCESS_KEY', { AWS_SECRET_ACCESS_KEY: 'abc/def+1' }, 'abc/def+1', '***'],
    ['of AWS_SESSION_TOKEN', { AWS_SESSION_TOKEN: 'session==' }, 'a=session==&b', 'a=***&b'],
    ['as an address writes it', { GITHUB_TOKEN: 'abc/def' }, '?token=abc%2Fdef', '?token=***'],
    ['as JSON writes it', { MAIL_PASSWORD: 'say "hello"' }, '{"p":"say \\"hello\\""}', '{"p":"***"}'],
    [
      'with a line break, line by line',
      { GITHUB_TOKEN: 'first-half\nsecond-half' },
      'first-half\n  second-half',
      '***\n  ***',
    ],
    ['with a line break, as it is quoted', { GITHUB_TOKEN: 'first-half\nsecond' }, '"first-half\\nsecond"', '"***"'],
    ['with white space around it', { GITHUB_TOKEN: ' token-1\n' }, 'token token-1', 'token ***'],
    ['that begins with another one', { A_TOKEN: 'sesame', B_TOKEN: 'sesame-2' }, 'sesame-2', '***'],
    ['in the address of a proxy', {}, 'via http://me:p@ss@proxy:3128/', 'via http://***@proxy:3128/'],
    [
      'in the address of a remote',
      {},
      "access 'https://x-access-token:abc@github.com/o/r'",
      "access 'https://***@github.com/o/r'",
    ],
    ['alone in the address of a remote', {}, 'https://abcdef@github.com/o/r', 'https://***@github.com/o/r'],
    ['that GitHub made', {}, 'is ghp_0123456789abcdefghij, github_pat_0123456789abcdefghij', 'is ***, ***'],
    ['in a header', {}, 'authorization: Bearer abc.def', 'authorization: Bearer ***'],
    [
      'in a signed address',
      {},
      'https://sts?X-Amz-Signature=0a1b&X-Amz-Date=1',
      'https://sts?X-Amz-Signature=***&X-Amz-Date=1',
    ],
    ["for the cluster's API", {}, 'k8s-aws-v1.aHR0cHM6Ly9zdHM', '***'],
  ];
  for (const [title, env, text, shown] of cases) test(title, () => assert.equal(redaction(env)(text), shown));
});

describe('no secret, and shown', () => {
  const env = {
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/token',
    AWS_PROFILE: 'a-profile',
    EMPTY_TOKEN: '',
    SHORT_TOKEN: 'none',
  };
  for (const text of [
    'AKIAEXAMPLE',
    '/var/run/token',
    'a-profile',
    'none of it',
    'git clone https://github.com/octo-org/blog',
    'ssh://git@github.com/octo-org/blog',
    'https://blog.example/?a=b@c',
  ]) {
    test(text, () => assert.equal(redaction(env)(text), text));
  }
});
