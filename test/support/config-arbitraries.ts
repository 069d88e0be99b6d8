import fc from 'fast-check';
import type { ConfigInput } from '../../lib/config/config.ts';
import { databaseRoots } from '../../lib/config/database-roots.ts';
import { configInput } from './fixtures.ts';
import { PERSON, SITE } from './signing-keys.ts';

/** Whatever a program can hold. */
const anything = fc.oneof(
  fc.anything({
    withBigInt: true,
    withBoxedValues: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withObjectString: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
  }),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -0, Symbol('x'), () => 'x', class X {}, /x/, new Error('x')),
  fc.constant(0).map(() => Promise.resolve('x')),
  fc.constant(0).map(() => new Proxy({}, { ownKeys: () => fail(), get: () => fail(), getPrototypeOf: () => fail() })),
  fc.constant(0).map(() => ({
    get it() {
      return fail();
    },
  })),
  fc.constant(0).map(() => {
    const cycle: Record<string, unknown> = {};
    cycle.it = [cycle];
    return cycle;
  }),
  fc.string({ unit: 'binary', maxLength: 300 }),
);

function fail(): never {
  throw new Error(`read\n${'x'.repeat(1000)}`);
}

/** Values that are near what a field takes, right ones among them. */
const NEAR: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  name: near('my-blog', 'a1', 'x'.repeat(20)),
  region: fc.oneof(
    near('eu-west-1', 'us-east-1', 'sa-east-1'),
    fc.record({ name: near('il-central-1', 'cn-north-1', 'ap-southeast-4'), reason: near('AWS added it there') }),
  ),
  account: near('111122223333', '000000000001'),
  availabilityZones: fc.array(near('eu-west-1a', 'eu-west-1b', 'eu-west-1c'), { maxLength: 4 }),
  'repository.owner': near('octo-org', 'o'),
  'repository.name': near('blog', '.github', 'a.b_c'),
  'repository.branch': near('main', 'release/1.0', 'a_b-c'),
  'repository.connectionArn': near(
    'arn:aws:codeconnections:eu-west-1:111122223333:connection/12345678-1234-1234-1234-123456789012',
  ),
  'repository.app.id': fc.oneof(fc.integer({ min: 0, max: 9_999_999 }), fc.double()),
  'repository.app.installation': fc.oneof(fc.integer({ min: 0, max: 99_999_999 }), fc.double()),
  'repository.app.reports': near('on', 'off'),
  'repository.signedBy': fc.array(near(PERSON, SITE), { maxLength: 3 }),
  'database.size': near('t4g.small', 'm8g.48xlarge', 'x2g.large'),
  'database.storageGiB': fc.oneof(fc.integer({ min: 19, max: 10_001 }), fc.double()),
  'database.backupDays': fc.oneof(fc.integer({ min: 0, max: 36 }), fc.double()),
  'database.certificateAuthorities': near(databaseRoots('eu-west-1')),
  'backupVault.keepDays': fc.oneof(fc.integer({ min: 0, max: 3651 }), fc.double()),
  'backupVault.number': fc.integer({ min: 0, max: 100 }),
  'backupVault.lock.minRetentionDays': fc.integer({ min: 0, max: 3651 }),
  'backupVault.lock.maxRetentionDays': fc.integer({ min: 0, max: 3651 }),
  'backupVault.lock.changeableForDays': fc.integer({ min: 2, max: 3651 }),
  availability: near('single', 'high'),
  maintenance: near('03:30', '00:00', '23:59'),
  rollout: near('infrastructure-first', 'parallel'),
  'kubernetesApi.allowedCidrs': fc.array(
    fc.oneof(
      near('192.175.48.7/32', '192.175.48.0/24', '198.51.100.0/24', '10.0.0.0/8'),
      fc.record({ cidr: near('0.0.0.0/0', '8.0.0.0/6'), reason: near('A workshop for one day') }),
    ),
    { maxLength: 42 },
  ),
  'kubernetesApi.adminPrincipals': fc.array(near('arn:aws:iam::111122223333:role/Developer'), { maxLength: 3 }),
  'kubernetesApi.auditLogs': fc.oneof(near('on'), fc.record({ off: near('They cost too much') })),
  alarmEmail: near('alarms@example.com', "o'brien+x@example.co.uk"),
  monthlyBudget: fc.oneof(fc.integer({ min: 0, max: 1_000_001 }), fc.double()),
  cdnMetrics: near('on', 'off'),
  driftCheck: near('weekly', 'off'),
  'logs.keepDays': fc.oneof(fc.constantFrom(1, 30, 3653), fc.integer({ min: 0, max: 3654 }), fc.double()),
  'logs.podMetrics': near('on', 'off'),
  'chat.format': near('slack', 'teams'),
  'chat.webhookSecretArn': near('arn:aws:secretsmanager:eu-west-1:111122223333:secret:chat-AbCdEf'),
  'blog.ownerEmail': near('owner@example.com'),
  'blog.mailSecretArn': near('arn:aws:secretsmanager:eu-west-1:111122223333:secret:mail-AbCdEf'),
  'blog.socialWeb': near('on', 'off'),
  'blog.webAclArn': near(
    'arn:aws:wafv2:us-east-1:111122223333:global/webacl/blog/12345678-1234-1234-1234-123456789012',
  ),
  'blog.accessLogs.keepDays': fc.oneof(fc.integer({ min: 0, max: 3651 }), fc.double()),
  'blog.domain.name': near('blog.example.com', 'example.com', 'xn--bcher-kva.example'),
  'blog.domain.redirectFrom': fc.array(near('www.example.com', 'blog.example.com'), { maxLength: 10 }),
  'blog.domain.certificateArn': near(
    'arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012',
  ),
  'blog.domain.hostedZone.id': near('Z0123456789ABCDEFGHIJ'),
  'blog.domain.hostedZone.name': near('example.com', 'example.org'),
  'liveReview.provider': near('arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com'),
  services: fc.dictionary(
    near('hello', 'my-api', 'ghost'),
    fc.record({ path: near('/hello/*', '/api/v1/*', '/ghost/*'), port: fc.integer({ min: 0, max: 65_536 }) }),
    { maxKeys: 12 },
  ),
  'restore.database': fc.array(
    fc.oneof(
      fc.record({ source: near('db-ABCDEFGHIJKLMNOPQRSTUVWXYZ'), time: near('2026-11-26T15:29:30Z') }),
      fc.record({ snapshot: near('fixture-database-1', 'other-1') }),
    ),
    { maxLength: 3 },
  ),
  'restore.former': fc.oneof(near('kept'), fc.record({ removed: near('Nobody needs it any more') })),
  'restore.content': near('/aws-backup-restore_2026-11-26T15-31-02-123Z/content'),
  protection: fc.oneof(near('on'), fc.record({ off: near('Tearing the demo down') })),
};

/** The fields that are tried. */
export const FIELDS = Object.keys(NEAR);

/** Texts, and the same with a character more, less or other, or in another case. */
function near(...right: readonly string[]): fc.Arbitrary<string> {
  const text = fc.constantFrom(...right);
  const edit = fc.tuple(
    text,
    fc.nat(),
    fc.nat(1),
    fc.string({ minLength: 0, maxLength: 2, unit: 'grapheme-composite' }),
  );
  const edited = edit.map(([from, place, removed, added]) => {
    const at = place % (from.length + 1);
    return from.slice(0, at) + added + from.slice(at + removed);
  });
  return fc.oneof(
    { weight: 4, arbitrary: text },
    edited,
    text.map((one) => one.toUpperCase()),
    text.map((one) => ` ${one}\n`),
  );
}

/** A valid config in which some fields are replaced, or mistyped; `value` says by what. */
function configWith(value: (field: string) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const change = fc.constantFrom(...FIELDS).chain((field) => fc.tuple(fc.constant(field), value(field)));
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => {
    const config = structuredClone(configInput());
    for (const [field, to] of changes) put(config, field, to);
    return config;
  });
}

export const nearlyRight = configWith((field) => NEAR[field] ?? anything);
export const whollyWrong = fc.oneof(
  anything,
  configWith(() => anything),
);

function put(config: ConfigInput, field: string, value: unknown): void {
  const [last = '', ...above] = field.split('.').reverse();
  const parent = above.reverse().reduce<Record<string, unknown>>(
    (at, key) => {
      at[key] ??= {};
      return at[key] as Record<string, unknown>;
    },
    config as Record<string, unknown>,
  );
  if (typeof parent === 'object' && parent !== null) parent[last] = value;
}
