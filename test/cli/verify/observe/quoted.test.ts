import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { quoted } from '../../../../cli/verify/observe/quoted.ts';

describe('the verdict does not quote', () => {
  const cases: [what: string, line: string, shown: string][] = [
    [
      'a link for signing in',
      'mail: https://blog.example.com/members/?token=9fK2-x_1&action=signin sent',
      'mail: https://blog.example.com/members/?token=***&action=*** sent',
    ],
    ['whose mail a link is of', '/unsubscribe/?uuid=5b1a-77&newsletter=2', '/unsubscribe/?uuid=***&newsletter=***'],
    ['a link for a new password', 'see /ghost/#/reset/MTcwMHxvd25lcg==/ now', 'see /ghost/#/reset/*** now'],
    ['an invitation', '"/ghost/#/signup/ZGF0YQ%3D%3D"', '"/ghost/#/signup/***"'],
    ['the code for a new device', 'Your sign-in code is 482913.', 'Your sign-in code is ***.'],
    ['a cookie', 'Cookie: ghost-admin-api-session=s%3Aabc; other=1', 'Cookie: ***'],
    ['a cookie that is set', '"set-cookie": ["ghost-members-ssr=me"],', '"set-cookie": ***'],
    ['a header with a key', "authorization: 'Ghost 64af:abcdef'", 'authorization: ***'],
    ['a password of a setting', "  password: 'correct horse',", "  password: '***',"],
    ['a password in JSON', '{"user":"ghost","db_password":"it\'s"}', '{"user":"ghost","db_password":"***"}'],
    [
      'a password of a variable',
      'mail__options__auth__password=hunter2 next',
      'mail__options__auth__password=*** next',
    ],
    ['a key of a service', 'apiKey: "sk_live_1"', 'apiKey: "***"'],
    ['an address of a person', 'no such member: Jane.Doe+news@mail.example.co.uk!', 'no such member: ***!'],
    ['a token with a signature', 'got eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.sig-nature', 'got ***'],
    ["a key of AWS's", 'with AKIAIOSFODNN7EXAMPLE', 'with ***'],
    ['a line of a key file', 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEA', '***'],
    ['a long key', 'x Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MDEyMzQ y', 'x *** y'],
    ["a reader's address", 'GET / from 203.0.113.77 took 3 ms', 'GET / from *** took 3 ms'],
    ["a reader's long address", 'from 2001:db8::8a2e:370:7334', 'from ***'],
    ["a reader's longest address", 'from 2001:db8:0:0:1:8a2e:370:7334 (1)', 'from *** (1)'],
  ];
  for (const [what, line, shown] of cases) test(what, () => assert.equal(quoted(line), shown));
});

describe('the verdict quotes what says why', () => {
  for (const line of [
    "Access denied for user 'ghost_20261126'@'10.0.128.7' (using password: YES)",
    'connect ECONNREFUSED 10.0.64.12:3306',
    'prepare: no database yet: getaddrinfo ENOTFOUND db.abc.eu-west-1.rds.amazonaws.com',
    'the database was migrated by Ghost 6.650, and this is Ghost 6.65: an older Ghost must not write to it',
    'main@sha1:0123456789abcdef0123456789abcdef01234567',
    'pulling ghcr.io/example/ghost@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
    'MountVolume.SetUp failed for volume "extra" : secret "extra" not found',
    'could not get secret data from provider: AccessDeniedException: no',
    '[2026-11-26 23:10:11] ERROR Unknown database error',
    'exit code 137, signal 9, listening on 0.0.0.0:2368 and 127.0.0.1',
    'ghost-5d9c7b8f6d-x2x4q in node ip-10-0-128-5 has no room',
    'Error: Cannot find module /var/lib/ghost/versions/6.65.0/node_modules/knex@3.1.0/index.js',
    '52:54:00:12:34 is short',
  ]) {
    test(line, () => assert.equal(quoted(line), line));
  }
});
