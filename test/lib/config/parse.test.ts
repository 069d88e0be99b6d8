import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { z } from 'zod';
import { configSchema } from '../../../lib/config/config.ts';
import { ConfigError } from '../../../lib/config/config-error.ts';
import { databaseRoots } from '../../../lib/config/database-roots.ts';
import { parseConfig } from '../../../lib/config/parse.ts';
import { show } from '../../../lib/config/show.ts';
import realConfig from '../../../onemerge.config.ts';
import { fieldsOf } from '../../support/config-fields.ts';
import { configInput } from '../../support/fixtures.ts';
import { FINGERPRINTS, PERSON, PRIVATE } from '../../support/signing-keys.ts';

/** The lines of the error that a config gives; none when it is accepted. */
function complaints(input: unknown): string[] {
  try {
    parseConfig(input);
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError, `expected a ConfigError, got ${error}`);
    return error.message.split('\n');
  }
}

/** The fixture with one field, given by its path, replaced; `undefined` deletes it. */
function withField(path: string, value: unknown): unknown {
  const config = structuredClone(configInput()) as unknown as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const parent = keys.reduce((at, key) => {
    at[key] ??= {};
    return at[key] as Record<string, unknown>;
  }, config);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return config;
}

const ROOTS = databaseRoots('eu-west-1');
const pem = (body: string) => `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;
const CONNECTION = 'arn:aws:codeconnections:eu-west-1:111122223333:connection/12345678-1234-1234-1234-123456789012';
const MAIL_SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:blog/mail-AbCdEf';
const MOMENT = { source: 'db-ABCDEFGHIJKLMNOPQRSTUVWXYZ', time: '2026-11-26T15:29:30Z' };
const SNAPSHOT = { snapshot: 'fixture-database-1' };
const principals = (count: number) =>
  Array.from({ length: count }, (_, i) => `arn:aws:iam::111122223333:role/developer-${i}`);
/** Public addresses of nobody, who answers questions about private ones: RFC 7534. */
const networks = (count: number) => Array.from({ length: count }, (_, i) => `192.175.48.${i}/32`);

describe('the config as a whole', () => {
  test('the committed config is valid', () => {
    assert.deepEqual(complaints(realConfig), []);
  });

  test('defaults fill what a user leaves out', () => {
    const config = parseConfig(configInput());
    assert.deepEqual(config.database, { size: 't4g.small', storageGiB: 20, backupDays: 7 });
    assert.equal(config.repository.branch, 'main');
    assert.equal(config.availability, 'single');
    assert.equal(config.rollout, 'infrastructure-first');
    assert.equal(config.protection, 'on');
    assert.deepEqual(config.kubernetesApi, { allowedCidrs: [], adminPrincipals: [], auditLogs: 'on' });
  });

  for (const input of [undefined, null, 'text', 7, [], () => configInput()]) {
    test(`a default export that is ${typeof input === 'function' ? 'a function' : JSON.stringify(input)} gives one line`, () => {
      const [line, ...others] = complaints(input);
      assert.match(line ?? '', /^onemerge\.config\.ts: the default export is .*: write export default defineConfig\(/);
      assert.deepEqual(others, []);
    });
  }

  test('an empty object gives a line for each required field', () => {
    const fields = complaints({}).map((line) => line.split(' ')[1]);
    assert.deepEqual(fields, ['name', 'region', 'repository', 'alarmEmail', 'blog']);
  });
});

describe('a required field', () => {
  const required = [
    'name',
    'region',
    'repository',
    'repository.owner',
    'repository.name',
    'alarmEmail',
    'blog',
    'blog.ownerEmail',
  ];
  for (const field of required) {
    test(`${field} that is deleted gives one line that names it`, () => {
      const lines = complaints(withField(field, undefined));
      assert.equal(lines.length, 1, lines.join('\n'));
      assert.ok(lines[0]?.startsWith(`onemerge.config.ts: ${field} is missing: `), lines[0]);
    });

    test(`${field} that is misspelt gives one line that names the right spelling`, () => {
      const keys = field.split('.');
      const last = keys.at(-1) ?? '';
      const misspelt = [...keys.slice(0, -1), `${last.slice(0, -2)}${last.at(-1)}${last.at(-2)}`].join('.');
      const value = field.includes('mail') || field.includes('Email') ? 'a@example.com' : 'value';
      const config = withField(field, undefined);
      const target = keys
        .slice(0, -1)
        .reduce((at, key) => at[key] as Record<string, unknown>, config as Record<string, unknown>);
      target[misspelt.split('.').at(-1) ?? ''] = value;
      const lines = complaints(config);
      assert.equal(lines.length, 1, lines.join('\n'));
      assert.ok(lines[0]?.endsWith(`unknown field; did you mean ${last}?`), lines[0]);
    });
  }
});

describe('a wrong value', () => {
  const WEB_ACL = 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/blog/01234567-89ab-cdef-0123-456789abcdef';
  const LOCK = { minRetentionDays: 30 };
  const AN_ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:mail-AbCdEf';
  const cases: [field: string, value: unknown, message: RegExp][] = [
    ['name', 'My Blog', /name is "My Blog": name the blog, .*: use 2 to 20 lower-case letters/],
    ['name', 'x', /use 2 to 20/],
    ['name', 'a-name-that-is-too-long', /use 2 to 20/],
    ['name', 'double--hyphen', /single hyphens/],
    ['name', 'ends-', /single hyphens/],
    ['name', 'sg', /begin it with something else than "sg-", which EC2 keeps/],
    ['name', 'sg-blog', /something else than "sg-"/],
    ['name', 'sthree', /something else than "sthree-", which S3 keeps/],
    ['name', 'amzn-s3-demo', /something else than "amzn-s3-demo-"/],
    ['region', 'eu-wst-1', /region is "eu-wst-1": name an AWS region/],
    ['region', 1, /region is 1: name an AWS region/],
    ['region', 'ap-southeast-4', /region is "ap-southeast-4": CodePipeline could not read GitHub there .* reason/],
    ['region', { name: 'ap-southeast-4', reason: 'new' }, /region is .*: write \{ name: .*ten characters or more/],
    ['region', { name: 'ap-southeast-4', reason: '\u2060\ufeff\u00ad'.repeat(9) }, /ten characters or more/],
    ['region', { name: 'eu-wst-1', reason: 'AWS announced it' }, /region is .* with a region of the partition "aws"/],
    ['account', 111122223333, /account is 111122223333: write "111122223333", in quotes/],
    ['account', '1234', /write the 12 digits/],
    ['availabilityZones', ['eu-west-1a'], /list two or three different zones/],
    ['availabilityZones', ['eu-west-1a', 'eu-west-1b', 'eu-west-1c', 'eu-west-1d'], /list two or three zones/],
    ['availabilityZones', 'eu-west-1a', /list two or three zones/],
    ['availabilityZones', ['eu-west-1', 'eu-west-1b'], /name zones of the region/],
    ['repository', 'octo-org/blog', /repository is "octo-org\/blog": write \{ owner/],
    [
      'repository.signedBy',
      PERSON,
      /repository\.signedBy is "\*\*\*": list public keys as texts, or leave the field out/,
    ],
    ['repository.signedBy', [], /list one key at least, or leave the field out/],
    [
      'repository.signedBy',
      [PERSON, PRIVATE],
      /signedBy is "\*\*\*": entry 2 of 2: that is a private key: make another/,
    ],
    ['repository.signedBy', [PERSON, PERSON], new RegExp(`list each key once: ${FINGERPRINTS.person} is there twice`)],
    ['repository.app', 1234567, /write the numbers that this prints: npx onemerge connect --app-key/],
    ['repository.app', { id: '1234567', installation: 1 }, /app\.id is "1234567": write 1234567, without quotes/],
    ['repository.app', { id: 0, installation: 1 }, /app\.id is 0: write the numbers/],
    ['repository.app', { id: 1, installation: 1.5 }, /app\.installation is 1\.5: write the numbers/],
    ['repository.app', { id: 1, installation: 1, reports: true }, /app\.reports is true: write 'on'$/],
    ['cdnMetrics', true, /cdnMetrics is true: write 'on'$/],
    ['backupVault', 'on', /backupVault is "on": write \{ keepDays: 35, lock: \{ minRetentionDays: 35 \} \}/],
    ['backupVault', { keepDays: 35 }, /backupVault\.lock is missing: write \{ minRetentionDays: 35 \}/],
    ['backupVault', { lock: LOCK }, /backupVault\.keepDays is missing: use a whole number of days from 1 to 3650/],
    [
      'backupVault',
      { keepDays: 35, lock: LOCK, number: 0 },
      /backupVault\.number is 0: use a whole number from 1 to 99: another one/,
    ],
    ['backupVault', { keepDays: 3651, lock: LOCK }, /keepDays is 3651: use a whole number of days from 1 to 3650/],
    ['backupVault', { keepDays: 35, lock: 'governance' }, /lock is "governance": write \{ minRetentionDays: 35 \}/],
    ['backupVault', { keepDays: 35, lock: { minRetentionDays: 0 } }, /minRetentionDays is 0: use a whole number/],
    [
      'backupVault',
      { keepDays: 35, lock: { ...LOCK, maxRetentionDays: 50.5 } },
      /maxRetentionDays is 50\.5: use a whole/,
    ],
    [
      'backupVault',
      { keepDays: 35, lock: { ...LOCK, changeableForDays: 2 } },
      /changeableForDays is 2: use a whole number of days from 3 to 3650, or leave the field out for a lock that an/,
    ],
    ['driftCheck', 'on', /driftCheck is "on": write 'weekly' or 'off'/],
    ['repository.owner', 'octo org', /name the GitHub user or organisation/],
    ['repository.name', 'octo-org/blog', /without its owner/],
    ['repository.branch', 'feature//x', /name a branch/],
    ['repository.name', 'onemerge.git', /leave out \.git/],
    ['repository.name', 'onemerge.wiki', /leave out \.git or \.wiki/],
    ['repository.name', '..', /GitHub keeps \. and \.\. for itself/],
    ['repository.name', 'my blog', /use letters, digits/],
    ['repository.name', '', /use 1 to 100 characters/],
    ['repository.branch', 'refs/heads/main', /write its name alone, "main" for "refs\/heads\/main"/],
    ['repository.branch', 'refs/tags/v1', /write its name alone/],
    ['repository.branch', 'refs/remotes/origin/main', /write its name alone/],
    ['repository.branch', 'heads/main', /write its name alone/],
    ['repository.branch', 'origin/main', /write its name alone, .* and "origin\/main"/],
    ['repository.branch', 'FETCH_HEAD', /Git keeps FETCH_HEAD and the like/],
    ['repository.branch', 'HEAD', /whichever branch is checked out/],
    ['repository.branch', 'a+b', /use letters, digits and the characters/],
    ['repository.branch', 'feature#1', /use letters, digits and the characters/],
    ['repository.branch', '@', /use letters, digits and the characters/],
    ['repository.branch', '', /use 1 to 200 characters/],
    ['repository.branch', '-x', /an option/],
    ['repository.branch', '.x', /begin with a dot/],
    ['repository.branch', 'a/.x', /begin with a dot/],
    ['repository.branch', 'x.lock', /end with \.lock/],
    ['repository.branch', 'x.lock/y', /end with \.lock/],
    ['repository.branch', 'x.', /end with a dot/],
    ['repository.branch', 'a..b', /two in a row/],
    ['repository.branch', '/x', /single slashes/],
    ['repository.branch', 'x/', /single slashes/],
    ['repository.branch', '0123456789abcdef0123456789abcdef01234567', /are a commit/],
    ['repository.connectionArn', 'arn:aws:s3:::x', /ARN of a CodeConnections connection/],
    ['database.size', 't3.small', /use a Graviton instance type without "db\."/],
    ['database.size', 'db.t4g.small', /without "db\."/],
    ['database.size', 'm8g.99xlarge', /the sizes of m8g are large, .* 48xlarge/],
    ['database.size', 'm6g.small', /the sizes of m6g are large, /],
    ['database.size', 't4g.24xlarge', /the sizes of t4g are micro, .* 2xlarge/],
    ['database.size', 'x2g.medium', /the sizes of x2g are large, /],
    ['database.size', 'constructor.large', /its families are t4g, /],
    ['database.storageGiB', 5, /from 20 to 10000/],
    ['database.storageGiB', 20.5, /a whole number of GiB/],
    ['database.backupDays', 0, /a database without backups is not supported/],
    ['database.backupDays', '7', /database\.backupDays is "7": write 7, without quotes/],
    ['database.certificateAuthorities', 'not pem', /paste the PEM certificates/],
    ['database.certificateAuthorities', '-----BEGIN CERTIFICATE-----\n', /paste whole PEM certificates/],
    [
      'database.certificateAuthorities',
      `${ROOTS}\n-----BEGIN PRIVATE KEY-----`,
      /whole PEM certificates and nothing else/,
    ],
    ['database.certificateAuthorities', `${ROOTS}\n${pem('x')}`, /paste certificate \d of \d again/],
    ['database.certificateAuthorities', 'x'.repeat(1_200_000), /the bundle of one region: 1200000 characters/],
    ['database.backupDays', Number.NaN, /backupDays is NaN: use a whole number/],
    ['database.backupDays', Number.POSITIVE_INFINITY, /backupDays is Infinity: use a whole number/],
    ['database.storageGiB', 20n, /storageGiB is 20n: use a whole number/],
    ['alarmEmail', "'a@example.com", /without an apostrophe at its beginning/],
    ['blog.ownerEmail', "'a@example.com", /without an apostrophe at its beginning/],
    ['alarmEmail', `${'a'.repeat(65)}@example.com`, /at most 64 characters before the @/],
    ['alarmEmail', `a@${'b.'.repeat(100)}com`, /and 191 in all/],
    ['blog.ownerEmail', `a@${'long.'.repeat(38)}com`, /and 191 in all/],
    ['liveReview', 'on', /write \{ provider: "<ARN of the account's OpenID Connect provider/],
    ['liveReview.provider', 'arn:aws:iam::123456789012:role/x', /write its ARN, for example/],
    ['maintenance', '3:30', /write hours and minutes of UTC, for example "03:30"/],
    ['maintenance', '24:00', /write hours and minutes of UTC/],
    ['maintenance', 3, /write hours and minutes of UTC/],
    ['availability', 'medium', /write 'single' or 'high'/],
    ['rollout', 'workload-first', /write 'infrastructure-first' or 'parallel'/],
    ['kubernetesApi.allowedCidrs', '203.0.113.7/32', /list networks/],
    ['kubernetesApi.allowedCidrs', ['203.0.113.7/24'], /without host bits/],
    ['kubernetesApi.allowedCidrs', ['203.0.113.7'], /without host bits/],
    ['kubernetesApi.allowedCidrs', ['203.0.113.0/33'], /without host bits/],
    ['kubernetesApi.allowedCidrs', ['999.0.113.0/24'], /without host bits/],
    ['kubernetesApi.allowedCidrs', ['203.0.113.0/24/8'], /without host bits/],
    [
      'kubernetesApi.allowedCidrs',
      ['0.0.0.0/0'],
      /allowedCidrs\[0\] is "0\.0\.0\.0\/0": name a smaller network, or give the reason/,
    ],
    ['kubernetesApi.allowedCidrs', [{ cidr: '0.0.0.0/0' }], /or give the reason/],
    [
      'kubernetesApi.allowedCidrs',
      [{ cidr: '0.0.0.0/0', reson: 'A workshop for one day' }],
      /allowedCidrs\[0\]\.reson is "A workshop.*": unknown field; did you mean reason\?/,
    ],
    ['protection', { of: 'Tearing the demo down' }, /protection\.of is .*: unknown field; did you mean off\?/],
    ['protection', { off: 'Tearing the demo down', until: 1 }, /protection\.until is 1: unknown field; remove it/],
    [
      'kubernetesApi.auditLogs',
      { OFF: 'They cost too much' },
      /auditLogs\.OFF is .*: unknown field; did you mean off\?/,
    ],
    [
      'region',
      { nme: 'il-central-1', reason: 'AWS added it there' },
      /region\.nme is .*: unknown field; did you mean name/,
    ],
    ['database', { 'a\nb': 1 }, /database\["a\\nb"\] is 1: unknown field; remove it, or use one of size/],
    ['database.backupDays', Number.NaN, /backupDays is NaN: use a whole number of days/],
    ['database.backupDays', Number.POSITIVE_INFINITY, /backupDays is Infinity: use a whole number of days/],
    ['database.backupDays', 7n, /backupDays is 7n: use a whole number of days/],
    ['database.backupDays', Symbol('seven'), /backupDays is Symbol\(seven\): use a whole number of days/],
    ['name', () => 'my-blog', /name is a function: name the blog, for example/],
    [
      'availabilityZones',
      Object.assign(new Array(2), { 1: 'eu-west-1a' }),
      /availabilityZones\[0\] is missing: name zones of the region/,
    ],
    ['availabilityZones', { 0: 'eu-west-1a', 1: 'eu-west-1b', length: 2 }, /list two or three zones/],
    ['kubernetesApi.allowedCidrs', [{ cidr: '203.0.113.7/24', reason: 'A workshop' }], /without host bits/],
    ['kubernetesApi.allowedCidrs', ['192.168.7.0/24'], /EKS refuses private networks/],
    ['kubernetesApi.allowedCidrs', ['192.0.0.0/8'], /EKS refuses private networks/],
    ['kubernetesApi.allowedCidrs', ['0.0.0.0/8'], /EKS refuses a network of no address/],
    ['kubernetesApi.allowedCidrs', ['100.64.0.0/10'], /EKS refuses the shared addresses of carriers/],
    ['kubernetesApi.allowedCidrs', ['127.0.0.1/32'], /EKS refuses loopback addresses/],
    ['kubernetesApi.allowedCidrs', ['169.254.0.0/16'], /EKS refuses link-local addresses/],
    ['kubernetesApi.allowedCidrs', ['239.1.2.3/32'], /EKS refuses multicast addresses/],
    ['kubernetesApi.allowedCidrs', ['255.255.255.255/32'], /EKS refuses reserved addresses/],
    ['kubernetesApi.allowedCidrs', ['192.0.2.0/24'], /EKS refuses the addresses of examples/],
    ['kubernetesApi.allowedCidrs', ['203.0.113.7/32'], /checkip\.amazonaws\.com.*the addresses of examples/],
    ['kubernetesApi.allowedCidrs', ['198.51.96.0/19'], /EKS refuses the addresses of examples/],
    ['kubernetesApi.allowedCidrs', ['198.18.0.0/15'], /EKS refuses the addresses of benchmarks/],
    ['kubernetesApi.allowedCidrs', ['198.19.255.255/32'], /EKS refuses the addresses of benchmarks/],
    ['kubernetesApi.allowedCidrs', ['192.0.0.8/32'], /EKS refuses the addresses of protocols/],
    ['kubernetesApi.allowedCidrs', ['192.88.99.0/24'], /EKS refuses the addresses of relays/],
    ['kubernetesApi.allowedCidrs', networks(41), /list 40 networks at most/],
    ['kubernetesApi.allowedCidrs', [{ cidr: '0.0.0.0/0', reason: 'why' }], /or give the reason/],
    ['kubernetesApi.allowedCidrs', ['10.0.0.0/8'], /EKS refuses private networks/],
    ['kubernetesApi.adminPrincipals', ['developer'], /write ARNs of IAM users or roles/],
    ['kubernetesApi.adminPrincipals', principals(50), /of 1900 characters in all at most/],
    ['kubernetesApi.adminPrincipals', ['arn:aws-cn:iam::111122223333:role/a'], /write ARNs of IAM users or roles/],
    ['kubernetesApi.adminPrincipals', ['arn:aws:iam::111122223333:role/a/'], /write ARNs of IAM users or roles/],
    ['kubernetesApi.adminPrincipals', ['arn:aws:iam::111122223333:role//a'], /write ARNs of IAM users or roles/],
    ['kubernetesApi.adminPrincipals', [`arn:aws:iam::111122223333:role/${'a'.repeat(65)}`], /write ARNs of IAM users/],
    ['kubernetesApi.adminPrincipals', ['arn:aws:iam::111122223333:root'], /write ARNs of IAM users or roles/],
    ['repository.connectionArn', CONNECTION.replace('arn:aws:', 'arn:aws-us-gov:'), /ARN of a CodeConnections connec/],
    ['repository.connectionArn', CONNECTION.replace(/[\w-]{36}$/, '-'.repeat(36)), /ARN of a CodeConnections/],
    ['blog.mailSecretArn', AN_ARN.replace('arn:aws:', 'arn:aws-cn:'), /write the full ARN of a Secrets Manager secret/],
    ['blog.mailSecretArn', AN_ARN.replace('mail', 'm'.repeat(600)), /write the full ARN of a Secrets Manager secret/],
    ['kubernetesApi.auditLogs', false, /auditLogs is false: write 'on', or \{ off: 'a reason/],
    ['kubernetesApi.auditLogs', { off: 'short' }, /a reason of ten characters/],
    ['alarmEmail', 'alarms', /alarmEmail is "alarms": write an e-mail address/],
    ['monthlyBudget', 0, /monthlyBudget is 0: use a whole number of dollars/],
    ['monthlyBudget', '300', /monthlyBudget is "300": write 300, without quotes/],
    ['blog.ownerEmail', 'owner@', /blog\.ownerEmail is "owner@": write an e-mail address/],
    ['blog.mailSecretArn', AN_ARN.slice(0, -7), /with the six characters at its end/],
    ['blog.socialWeb', true, /blog\.socialWeb is true: write 'on'$/],
    ['blog.webAclArn', WEB_ACL.replace('us-east-1', 'eu-west-1'), /it is in us-east-1, and says "global\/webacl\/"/],
    ['blog.webAclArn', WEB_ACL.replace('global/', 'regional/'), /a web ACL of AWS WAF for CloudFront/],
    ['blog.webAclArn', '12345678-1234-1234-1234-123456789012', /write the ARN of a web ACL of AWS WAF/],
    ['logs', 'on', /logs is "on": write \{ keepDays: 30 \}, or leave the field out/],
    ['logs', {}, /logs\.keepDays is missing: use a number of days that CloudWatch takes: 1, 3, 5/],
    ['logs.keepDays', 31, /logs\.keepDays is 31: use a number of days that CloudWatch takes: 1, 3, 5, .*, 3653/],
    ['blog.accessLogs', 'on', /blog\.accessLogs is "on": write \{ keepDays: 30 \}, or leave the field out/],
    ['blog.accessLogs', {}, /blog\.accessLogs\.keepDays is missing: use a whole number of days/],
    ['blog.accessLogs.keepDays', 0, /blog\.accessLogs\.keepDays is 0: use a whole number of days from 1 to 3650/],
    ['blog.accessLogs.keepDays', 4000, /keepDays is 4000: use a whole number of days from 1 to 3650/],
    ['restore', 'yesterday', /restore is "yesterday": write an object, for example/],
    ['restore.database', SNAPSHOT, /write a list: \[\{"snapshot":/],
    ['restore.database', ['yesterday'], /restore\.database\[0\] is "yesterday": write \{ source: "db-/],
    ['restore.database', [{ ...MOMENT, time: '2026-11-26 15:29' }], /write a moment in UTC, to the second/],
    ['restore.database', [{ ...MOMENT, time: '2026-02-30T15:29:30Z' }], /write a moment in UTC, to the second/],
    ['restore.database', [{ ...MOMENT, time: '2026-11-26T15:29:30.123Z' }], /write a moment in UTC, to the second/],
    ['restore.database', [{ ...MOMENT, time: '2026-11-26T15:29:30+01:00' }], /write a moment in UTC, to the second/],
    ['restore.database', [{ source: MOMENT.source }], /write a moment in UTC, to the second/],
    ['restore.database', [{ ...MOMENT, at: 1 }], /restore\.database\[0\]\.at is 1: unknown field/],
    ['restore.database', [{ ...MOMENT, source: 'my-blog-database' }], /write the resource id of the database/],
    ['restore.database', [{ snapshot: 'rds:fixture-database-1' }], /write the name of a snapshot/],
    ['restore.database', [{ snapshot: 'fixture--1' }], /write the name of a snapshot/],
    ['restore.former', 'gone', /restore\.former is "gone": write 'kept', or \{ removed: 'a reason/],
    ['restore.former', { removed: 'short' }, /a reason of ten characters/],
    ['restore.content', '/content', /write the folder that AWS Backup has made, for example/],
    ['restore.content', '/aws-backup-restore_1/../content', /write the folder that AWS Backup has made/],
    ['restore.content', `/aws-backup-restore_${'1'.repeat(80)}/content`, /write the folder that AWS Backup has made/],
    ['protection', 'off', /protection is "off": write 'on', or \{ off: 'a reason/],
    ['protection', { off: 'short' }, /a reason of ten characters/],
    ['protection', { off: '\u200b'.repeat(20) }, /a reason of ten characters/],
    ['protection', { off: 'why\u0301\u0301\u0301\u0301\u0301\u0301\u0301' }, /a reason of ten characters/],
    ['unknown', true, /unknown is true: unknown field; remove it, or use one of name, region/],
    ['database.engine', 'postgres', /database\.engine is "postgres": unknown field; remove it, or use one of size/],
  ];
  for (const [field, value, message] of cases) {
    test(`${field}: ${show(value)} gives one line that names field, value and fix`, () => {
      const lines = complaints(withField(field, value));
      assert.equal(lines.length, 1, lines.join('\n'));
      assert.ok(lines[0]?.startsWith(`onemerge.config.ts: ${field}`), lines[0]);
      assert.match(lines[0] ?? '', message);
    });
  }

  test('is tried for every field', () => {
    const tried = cases.map(([field]) => field);
    const missing = fieldsOf(z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' })).filter(
      // Files of their own try those of a domain, of a chat and of services. The two of an App belong together, as do those of a vault, and are tried so.
      (field) =>
        !/^(blog\.domain|chat|services|repository\.app\.|backupVault\.)/.test(field) &&
        !tried.some((one) => one === field || one.startsWith(`${field}.`)),
    );
    assert.deepEqual(missing, [], `add a wrong value of ${missing[0]} to the cases above`);
  });

  test('two mistakes give two lines', () => {
    const lines = complaints({ ...configInput(), region: 'mars-1', alarmEmail: 'x' });
    assert.deepEqual(
      lines.map((line) => line.split(' ')[1]),
      ['region', 'alarmEmail'],
    );
  });

  test('a mistake in one field does not hide an impossible combination of others', () => {
    const lines = complaints({ ...configInput(), alarmEmail: 'x', availabilityZones: ['eu-west-1a', 'eu-west-1a'] });
    assert.equal(lines.length, 2, lines.join('\n'));
  });

  test('a very long value is shortened to keep the line readable', () => {
    const [line = ''] = complaints(withField('name', 'x'.repeat(500)));
    assert.ok(line.length < 300, line);
  });
});

describe('an impossible combination', () => {
  const cases: [title: string, overrides: object, message: RegExp][] = [
    [
      "a snapshot under another name than the blog's, which its rights do not cover",
      { restore: { database: [{ snapshot: 'other-database-1' }] } },
      /restore\.database\[0\]\.snapshot is "other-database-1": .*--target-db-snapshot-identifier fixture-other-database-1/,
    ],
    [
      'the same restore twice, which is one database',
      { restore: { database: [MOMENT, SNAPSHOT, { time: MOMENT.time, source: MOMENT.source }] } },
      /restore\.database\[2\] .*name each restore once/,
    ],
    [
      'zones of another region',
      { availabilityZones: ['us-east-1a', 'eu-west-1b'] },
      /"us-east-1a": name zones of the region eu-west-1/,
    ],
    [
      'a network inside another',
      { kubernetesApi: { allowedCidrs: ['192.175.48.7/32', '192.175.48.0/24'] } },
      /allowedCidrs\[0\] is "192\.175\.48\.7\/32": leave it out: it is a part of 192\.175\.48\.0\/24/,
    ],
    [
      'a network beside the whole internet',
      {
        kubernetesApi: {
          allowedCidrs: [{ cidr: '0.0.0.0/0', reason: 'A workshop for one day' }, '192.175.48.0/24'],
        },
      },
      /allowedCidrs\[1\] is "192\.175\.48\.0\/24": leave it out: it is a part of 0\.0\.0\.0\/0/,
    ],
    [
      'the same network twice',
      { kubernetesApi: { allowedCidrs: ['192.175.48.0/24', '192.175.48.0/24'] } },
      /allowedCidrs\[1\] is "192\.175\.48\.0\/24": name each network once/,
    ],
    ['the same zone twice', { availabilityZones: ['eu-west-1a', 'eu-west-1a'] }, /name each zone once/],
    [
      'a region whose database roots are not built in',
      { region: { name: 'il-central-1', reason: 'AWS added connections there' } },
      /database\.certificateAuthorities is missing: paste/,
    ],
    [
      'a connection in another region',
      {
        repository: {
          owner: 'o',
          name: 'r',
          connectionArn:
            'arn:aws:codeconnections:us-east-1:111122223333:connection/12345678-1234-1234-1234-123456789012',
        },
      },
      /repository\.connectionArn .* use one in the region of everything else, eu-west-1/,
    ],
    [
      'a secret of the chat in another region',
      {
        chat: { format: 'slack', webhookSecretArn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:chat-AbCdEf' },
      },
      /chat\.webhookSecretArn .* use one in the region of everything else, eu-west-1/,
    ],
    [
      'copies that the lock of their vault does not let go so soon',
      { backupVault: { keepDays: 30, lock: { minRetentionDays: 35 } } },
      /backupVault\.keepDays is 30: AWS Backup fails every backup that is kept for 30 days .* locked to at least 35;/,
    ],
    [
      'copies that the lock of their vault does not keep so long',
      { backupVault: { keepDays: 90, lock: { minRetentionDays: 7, maxRetentionDays: 35 } } },
      /backupVault\.keepDays is 90: AWS Backup fails every backup that is kept for 90 days .* locked to at most 35;/,
    ],
    [
      'access logs in a region that an account has to ask for',
      { region: 'eu-south-1', blog: { ownerEmail: 'o@example.com', accessLogs: { keepDays: 30 } } },
      /blog\.accessLogs .* leave the field out: CloudFront writes no logs to a bucket in eu-south-1/,
    ],
    [
      'a web ACL of another account',
      {
        blog: {
          ownerEmail: 'o@example.com',
          webAclArn: 'arn:aws:wafv2:us-east-1:999999999999:global/webacl/blog/01234567-89ab-cdef-0123-456789abcdef',
        },
      },
      /blog\.webAclArn .* use one of the account of everything else, 111122223333/,
    ],
    [
      'a mail secret of another account',
      {
        blog: {
          ownerEmail: 'o@example.com',
          mailSecretArn: 'arn:aws:secretsmanager:eu-west-1:999999999999:secret:mail-AbCdEf',
        },
      },
      /blog\.mailSecretArn .* use one of the account of everything else, 111122223333/,
    ],
  ];
  for (const [title, overrides, message] of cases) {
    test(`${title} gives one line`, () => {
      const lines = complaints({ ...configInput(), ...overrides });
      assert.equal(lines.length, 1, lines.join('\n'));
      assert.match(lines[0] ?? '', message);
    });
  }
});

describe('a region with a zone that AWS refuses', () => {
  const regions = [
    ['us-east-1', 'use1-az3'],
    ['us-west-1', 'usw1-az2'],
    ['ca-central-1', 'cac1-az3'],
    ['ap-northeast-1', 'apne1-az3'],
    ['ap-northeast-2', 'apne2-az1'],
  ] as const;
  for (const [region, zone] of regions) {
    test(`wants its zones named, and says how to find them: ${region}`, () => {
      const [line = '', ...others] = complaints({ ...configInput(), region });
      assert.deepEqual(others, []);
      assert.match(line, /availabilityZones is missing: EKS or CloudFront refuses the zone/);
      assert.ok(line.includes(`describe-availability-zones --region ${region} `), line);
      assert.ok(line.includes(`ZoneId!=\`${zone}\``), line);
    });

    test(`is accepted with zones: ${region}`, () => {
      const availabilityZones = [`${region}a`, `${region}b`];
      assert.deepEqual(complaints({ ...configInput(), region, availabilityZones }), []);
    });
  }
});

describe('a region', () => {
  const elsewhere = RegionInfo.regions.filter(({ partition }) => partition !== 'aws').map(({ name }) => name);
  assert.ok(elsewhere.length > 4, elsewhere.join());
  for (const region of elsewhere) {
    test(`of another partition is refused: ${region}`, () => {
      assert.match(
        complaints({ ...configInput(), region })[0] ?? '',
        /use a region of the partition "aws": the blog needs/,
      );
    });

    test(`of another partition is refused whatever the reason: ${region}`, () => {
      const reasoned = { name: region, reason: 'We are at home there' };
      const [line = ''] = complaints({ ...configInput(), region: reasoned });
      assert.match(line, /^onemerge\.config\.ts: region is .* with a region of the partition "aws"$/);
    });
  }

  test('with a reason is the plain name for everything behind the config', () => {
    const region = { name: 'ap-northeast-3', reason: 'AWS added connections there' };
    assert.equal(parseConfig({ ...configInput(), region }).region, 'ap-northeast-3');
  });
});

describe('a value that cannot be read', () => {
  const cyclic: Record<string, unknown> = {};
  cyclic.self = { cyclic };
  const throwing = Object.defineProperty({}, 'size', {
    enumerable: true,
    get: () => {
      throw new Error('no such file');
    },
  });
  const hostile = new Proxy(
    {},
    new Proxy(
      {},
      {
        get: () => () => {
          throw new Error('no');
        },
      },
    ),
  );
  const deep = Array.from({ length: 100 }).reduce<object>((below) => ({ below }), {});
  const cases: [title: string, input: unknown, message: RegExp][] = [
    [
      'a promise as the default export',
      Promise.resolve(configInput()),
      /the default export is a promise: write "await"/,
    ],
    ['a promise in a field', { ...configInput(), region: Promise.resolve('x') }, /region is a promise: write "await"/],
    ['a cycle', { ...configInput(), database: cyclic }, /database\.self\.cyclic is .*may not hold itself/],
    ['a getter that throws', { ...configInput(), database: throwing }, /database\.size is a function: .*no such file/],
    ['a date', { ...configInput(), database: new Date(0) }, /database is "1970-.*: write a plain object/],
    ['a map', { ...configInput(), database: new Map([['size', 't4g.small']]) }, /database is .*: write a plain object/],
    [
      'a set in place of a list',
      { ...configInput(), availabilityZones: new Set(['a']) },
      /a plain object.*, a list, \[/,
    ],
    ['a pattern in place of a text', { ...configInput(), name: /x/ }, /name is .*: write a plain object.* or a text/],
    [
      'a mark that turns the line around',
      { ...configInput(), name: 'a\u202eb' },
      /name is "a\\u\{202e\}b": name the blog, .*: use 2 to 20/,
    ],
    [
      'a mark that nobody sees',
      { ...configInput(), 'na\u200bme': 1 },
      /^onemerge\.config\.ts: \["na\\u\{200b\}me"\] is 1: unk/,
    ],
    ['an instance', { ...configInput(), database: new (class Size {})() }, /database is .*: write a plain object/],
    [
      'a text as an object',
      { ...configInput(), name: new String('my-blog') },
      /name is "my-blog": write a plain object/,
    ],
    ['fields by inheritance', Object.create(configInput()), /the default export is .*: write a plain object/],
    ['a proxy', new Proxy(configInput(), {}), /the default export is a proxy: write plain values/],
    ['a hostile proxy', { ...configInput(), blog: hostile }, /blog is a proxy: write plain values/],
    ['a symbol for a name', { ...configInput(), [Symbol('x')]: 1 }, /\[Symbol\(x\)\] is Symbol\(x\): unknown field/],
    ['a list without end', { ...configInput(), availabilityZones: new Array(1e9) }, /list at most 1000 entries/],
    ['a nesting without end', { ...configInput(), database: deep }, /at most 20 deep/],
  ];
  for (const [title, input, message] of cases) {
    test(`gives one line: ${title}`, () => {
      const lines = complaints(input);
      assert.equal(lines.length, 1, lines.join('\n'));
      assert.match(lines[0] ?? '', message);
    });
  }
});

describe('what is read', () => {
  test('is read once, so that what is checked is what is used', () => {
    let reads = 0;
    const names = ['my-blog', 'NOT A NAME'];
    const input = Object.defineProperty(configInput(), 'name', { enumerable: true, get: () => names[reads++] });
    assert.equal(parseConfig(input).name, 'my-blog');
    assert.equal(reads, 1);
  });

  test('is no field that the text of a config calls __proto__', () => {
    const input = { ...configInput(), database: JSON.parse('{"__proto__": {"size": "t4g.medium"}}') };
    const [line = ''] = complaints(input);
    assert.match(line, /database\.__proto__ is .*: unknown field/);
  });

  for (const services of [
    '{"__proto__": {"path": "/a/*", "port": 80}}',
    '{"hello": {"__proto__": {}, "path": "/a/*"}}',
  ]) {
    test(`is no entry that is called so: ${services}`, () => {
      const [line = ''] = complaints({ ...configInput(), services: JSON.parse(services) });
      assert.match(line, /services\.(hello\.)?__proto__ is .*: unknown field; remove it/);
    });
  }
});

describe('what is allowed', () => {
  const cases: [title: string, overrides: object][] = [
    [
      'the whole internet to the API, with a reason',
      { kubernetesApi: { allowedCidrs: [{ cidr: '0.0.0.0/0', reason: 'A workshop for one day' }] } },
    ],
    ['protection off, with a reason', { protection: { off: 'Tearing the demo down' } }],
    [
      'a pasted certificate where none is built in',
      {
        region: { name: 'il-central-1', reason: 'AWS added connections there' },
        database: { certificateAuthorities: ROOTS },
      },
    ],
    [
      'a region outside the list, with a reason',
      { region: { name: 'ap-northeast-3', reason: 'AWS added connections there' } },
    ],
    ['a memory-optimized Graviton class', { database: { size: 'x2g.large' } }],
    [
      'networks that touch, and the neighbours of what is reserved',
      { kubernetesApi: { allowedCidrs: ['192.175.48.0/25', '192.175.48.128/25', '192.0.1.0/24', '198.20.0.0/16'] } },
    ],
    ['forty networks', { kubernetesApi: { allowedCidrs: networks(40) } }],
    ['thirty administrators', { kubernetesApi: { adminPrincipals: principals(30) } }],
    [
      'a role of IAM Identity Center',
      {
        kubernetesApi: {
          adminPrincipals: [
            'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef',
          ],
        },
      },
    ],
    ['a connection that stands', { repository: { owner: 'o', name: 'r', connectionArn: CONNECTION } }],
    ['a mail secret in a folder', { blog: { ownerEmail: 'o@example.com', mailSecretArn: MAIL_SECRET } }],
    ['an address of 191 characters', { alarmEmail: `a@${'b'.repeat(60)}.${'b.'.repeat(62)}com` }],
    ['an apostrophe inside an address', { alarmEmail: "o'brien@example.com" }],
    ['no account', { account: undefined }],
    ['a name that begins as a kept one, and goes on', { name: 'sgt-pepper' }],
    ...['true', '123', 'null', '0x1', 'no', '1e3', 'originals/x', 'HEAD/x'].map((branch): [string, object] => [
      `a branch called ${branch}`,
      { repository: { owner: 'o', name: 'r', branch } },
    ]),
    ['a branch with a slash', { repository: { owner: 'o', name: 'r', branch: 'release/1' } }],
  ];
  for (const [title, overrides] of cases) {
    test(title, () => {
      assert.deepEqual(complaints({ ...configInput(), ...overrides }), []);
    });
  }
});

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
