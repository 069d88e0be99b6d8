import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { configSchema } from '../../../lib/config/config.ts';
import { databaseRoots } from '../../../lib/config/database-roots.ts';
import { show } from '../../../lib/config/show.ts';
import { complaints, withField } from '../../support/config-complaints.ts';
import { fieldsOf } from '../../support/config-fields.ts';
import { configInput } from '../../support/fixtures.ts';
import { FINGERPRINTS, PERSON, PRIVATE } from '../../support/signing-keys.ts';

const ROOTS = databaseRoots('eu-west-1');
const pem = (body: string) => `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;
const CONNECTION = 'arn:aws:codeconnections:eu-west-1:111122223333:connection/12345678-1234-1234-1234-123456789012';
const MOMENT = { source: 'db-ABCDEFGHIJKLMNOPQRSTUVWXYZ', time: '2026-11-26T15:29:30Z' };
const SNAPSHOT = { snapshot: 'fixture-database-1' };
const principals = (count: number) =>
  Array.from({ length: count }, (_, i) => `arn:aws:iam::111122223333:role/developer-${i}`);
/** Public addresses of nobody, who answers questions about private ones: RFC 7534. */
const networks = (count: number) => Array.from({ length: count }, (_, i) => `192.175.48.${i}/32`);

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
    ['logs', { keepDays: 30, podMetrics: true }, /logs\.podMetrics is true: write 'on'$/],
    ['logs', { keepDays: 30, podMetrics: 'some' }, /logs\.podMetrics is "some": write 'on' or 'off'$/],
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
      // Files of their own try those of a domain, of a chat and of services. The two of an App belong together, as do those of a vault, and are tried so; metrics
      // of pods are nothing without days, and are tried with them.
      (field) =>
        !/^(blog\.domain|chat|services|repository\.app\.|backupVault\.|logs\.podMetrics)/.test(field) &&
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
