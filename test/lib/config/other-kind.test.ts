import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { configSchema } from '../../../lib/config/config.ts';
import { parseConfig } from '../../../lib/config/parse.ts';
import { fieldsOf } from '../../support/config-fields.ts';
import { configInput } from '../../support/fixtures.ts';

const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:blog/x-AbCdEf';
const ACCOUNT_ARNS = {
  'repository.connectionArn':
    'arn:aws:codeconnections:eu-west-1:111122223333:connection/01234567-89ab-cdef-0123-456789abcdef',
  'chat.webhookSecretArn': SECRET,
  'blog.mailSecretArn': SECRET,
  'blog.webAclArn': 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/blog/01234567-89ab-cdef-0123-456789abcdef',
  'blog.domain.certificateArn': 'arn:aws:acm:us-east-1:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef',
  'liveReview.provider': 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com',
};

/** A right value of every field that is one text. */
const TEXTS: Readonly<Record<string, string>> = {
  name: 'my-blog',
  region: 'eu-west-1',
  account: '111122223333',
  'repository.owner': 'octo-org',
  'repository.name': 'blog',
  'repository.branch': 'main',
  'repository.app.reports': 'on',
  'database.size': 't4g.small',
  availability: 'high',
  maintenance: '03:30',
  rollout: 'parallel',
  'kubernetesApi.auditLogs': 'on',
  alarmEmail: 'alarms@example.com',
  cdnMetrics: 'on',
  driftCheck: 'weekly',
  'logs.podMetrics': 'on',
  'chat.format': 'slack',
  'blog.ownerEmail': 'owner@example.com',
  'blog.socialWeb': 'on',
  'blog.domain.name': 'blog.example.org',
  'blog.domain.hostedZone.id': 'Z0123456789ABCDEFGHIJ',
  'blog.domain.hostedZone.name': 'example.org',
  'restore.former': 'kept',
  'restore.content': '/aws-backup-restore_2026-11-26T15-31-02-123Z/content',
  protection: 'on',
  ...ACCOUNT_ARNS,
};

const NUMBERS: Readonly<Record<string, number>> = {
  'repository.app.id': 1,
  'repository.app.installation': 2,
  'database.storageGiB': 20,
  'database.backupDays': 7,
  'backupVault.keepDays': 35,
  'backupVault.number': 2,
  'logs.keepDays': 30,
  'backupVault.lock.minRetentionDays': 35,
  'backupVault.lock.maxRetentionDays': 40,
  'backupVault.lock.changeableForDays': 3,
  monthlyBudget: 300,
  'blog.accessLogs.keepDays': 30,
};

/** A right member of every list; one member does for all but the zones. */
const LISTS: Readonly<Record<string, unknown>> = {
  'kubernetesApi.allowedCidrs': '8.8.8.8/32',
  'kubernetesApi.adminPrincipals': 'arn:aws:iam::111122223333:role/Developer',
  'blog.domain.redirectFrom': 'www.example.org',
  'restore.database': { snapshot: 'my-blog-snapshot' },
};

/** Fields whose values are too long to be shown, of names that a person chooses, or of two members at least. */
const ELSEWHERE = ['repository.signedBy', 'database.certificateAuthorities', 'services', 'availabilityZones'];
const OBJECTS =
  /^(repository|repository\.app|database|backupVault|backupVault\.lock|kubernetesApi|chat|logs|blog|blog\.accessLogs|blog\.domain|blog\.domain\.hostedZone|liveReview|restore)$/;

/** The same config with a field more, or another one. */
function withField(config: object, [key, ...below]: string[], value: unknown): unknown {
  if (key === undefined) return value;
  const within = (config as Record<string, object | undefined>)[key] ?? {};
  return { ...config, [key]: withField(within, below, value) };
}

/** What is said of one field of a config. */
function said(field: string, value: unknown): string {
  const input = withField(configInput(), field.split('.'), value);
  try {
    parseConfig(input);
  } catch (error) {
    const lines = (error as Error).message.split('\n');
    return lines.find((line) => line.startsWith(`onemerge.config.ts: ${field} is `)) ?? '';
  }
  return '';
}

/** Longer values are not shown to their end. Characters. */
const LONGEST = 70;

describe('a value of another kind is told how to write it', () => {
  // A secret's address is not repeated when it is not written as one.
  for (const [field, text] of Object.entries(TEXTS).filter(([name]) => !/Secret/.test(name)))
    test(`${field} in brackets`, () => {
      const line = said(field, [text]);
      assert.ok(line.includes(`: write ${JSON.stringify(text).slice(0, LONGEST)}`), line);
      assert.ok(line.endsWith(', without the brackets'), line);
    });

  for (const [field, number] of Object.entries(NUMBERS)) {
    test(`${field} as a text`, () => {
      assert.match(said(field, String(number)), new RegExp(`: write ${number}, without quotes$`));
    });

    test(`${field} in brackets`, () => {
      assert.match(said(field, [number]), new RegExp(`: write ${number}, without the brackets$`));
    });
  }

  for (const [field, member] of Object.entries(LISTS))
    test(`${field} without brackets`, () => {
      assert.ok(said(field, member).endsWith(`: write a list: ${JSON.stringify([member])}`), said(field, member));
    });

  for (const field of [
    'protection',
    'kubernetesApi.auditLogs',
    'cdnMetrics',
    'logs.podMetrics',
    'blog.socialWeb',
    'repository.app.reports',
  ])
    for (const value of [true, 'true', 'True'])
      test(`${field}: ${JSON.stringify(value)}`, () => {
        assert.match(said(field, value), /: write 'on'$/);
      });

  const others: readonly (readonly [field: string, value: unknown, fix: string])[] = [
    ['cdnMetrics', false, "write 'off'"],
    ['protection', false, "write 'on', or { off: 'a reason of ten characters or more' }"],
    ['repository.branch', 7, 'write "7", in quotes'],
    ['repository.branch', true, 'write "true", in quotes'],
    ['account', 111122223333, 'write "111122223333", in quotes'],
    ['region', [['eu-west-1']], 'write "eu-west-1", without the brackets'],
    ['region', ' eu-west-1 ', 'write "eu-west-1", without white space around it'],
    ['region', ['nowhere-1'], 'name an AWS region, for example region: "eu-west-1"'],
    ['region', [], 'name an AWS region, for example region: "eu-west-1"'],
    ['database', [{ backupDays: 3 }], 'write {"backupDays":3}, without the brackets'],
  ];
  for (const [field, value, fix] of others)
    test(`${field}: ${JSON.stringify(value)}`, () => {
      assert.ok(said(field, value).endsWith(`: ${fix}`), said(field, value));
    });

  test('but not with the secret that was written in the place of its address', () => {
    assert.doesNotMatch(said('blog.mailSecretArn', ['p4ssw0rd']), /p4ssw0rd|brackets/);
  });

  test('and is tried for every field', () => {
    const tried = [TEXTS, NUMBERS, LISTS].flatMap(Object.keys);
    const fields = fieldsOf(z.toJSONSchema(configSchema, { io: 'input' }));
    assert.deepEqual(
      fields.filter((field) => ![...tried, ...ELSEWHERE].includes(field) && !OBJECTS.test(field)),
      [],
      'give it a right value in a list of this test',
    );
  });
});

describe('an account that is none', () => {
  const help = /: write the 12 digits as a text, with zeros at its beginning too, /;

  for (const account of ['000000000000', '11112222333', '1111222233334', 11112222333, 0, '1111-2222-3333', ''])
    test(`is refused: ${JSON.stringify(account)}`, () => {
      assert.match(said('account', account), help);
    });

  for (const [field, arn] of Object.entries(ACCOUNT_ARNS))
    test(`is refused in ${field}`, () => {
      assert.match(said(field, arn.replace('111122223333', '000000000000')), /^onemerge\.config\.ts: .* is .*: \S/);
      assert.equal(said(field, arn), '');
    });

  test('but one with zeros at its beginning is', () => {
    assert.doesNotMatch(said('account', '000022223333'), help);
  });
});
