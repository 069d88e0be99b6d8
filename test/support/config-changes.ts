import type { ConfigInput } from '../../lib/config/config.ts';
import { databaseRoots } from '../../lib/config/database-roots.ts';
import { configInput } from './fixtures.ts';
import { PERSON, SITE } from './signing-keys.ts';

/** A change: what the table calls it, the config before and after it, over that of the tests. */
export type Row = readonly [what: string, before: Partial<ConfigInput>, after: Partial<ConfigInput>];

const { repository, blog } = configInput();
const app = { id: 1, installation: 1 };
const silent = { ...app, reports: 'off' } as const;
const reporting = { ...app, reports: 'on' } as const;
const zones = (...letters: string[]) => ({ availabilityZones: letters.map((letter) => `eu-west-1${letter}`) });
const arn = (service: string, name: string) => `arn:aws:${service}:eu-west-1:111122223333:${name}`;
const connectionArn = arn('codeconnections', 'connection/01234567-89ab-cdef-0123-456789abcdef');

const chat = (format: 'slack' | 'teams') => ({
  format,
  webhookSecretArn: arn('secretsmanager', 'secret:chat-AbCdEf'),
});

const podMetrics = (podMetrics: 'on' | 'off') => ({ keepDays: 30, podMetrics });

const vault = (changes: object = {}) => ({
  backupVault: { keepDays: 35, lock: { minRetentionDays: 30 }, ...changes },
});
/** One that comes after another was taken out: the rehearsal plays one row after the other. */
const next = (lock: object = {}, number = 2) => vault({ number, lock: { minRetentionDays: 30, ...lock } });

const webAcl = (digit: string) =>
  `arn:aws:wafv2:us-east-1:111122223333:global/webacl/blog/01234567-89ab-cdef-0123-456789abcde${digit}`;
const certificate = (digit: string) =>
  `arn:aws:acm:us-east-1:111122223333:certificate/01234567-89ab-cdef-0123-456789abcde${digit}`;
const provider = (digit: string) =>
  `arn:aws:iam::11112222333${digit}:oidc-provider/token.actions.githubusercontent.com`;
const hostedZone = { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' };
const domain = (changes: object) => ({
  blog: { ...blog, domain: { name: 'blog.example.com', certificateArn: certificate('0'), ...changes } },
});

const services = (port: number) => ({ services: { hello: { path: '/hello/*', port } } });
const moment = { source: 'db-ABCDEFGHIJKLMNOPQRSTUVWXYZ', time: '2026-11-26T15:29:30Z' };

/** Changes by the field that they change. Every field has some, and every choice of a field is the end of one. */
export const CONFIG_CHANGES: Readonly<Record<string, readonly Row[]>> = {
  name: [['another', {}, { name: 'other' }]],
  region: [['another', {}, { region: 'eu-central-1' }]],
  account: [['another', {}, { account: '999988887777' }]],
  availabilityZones: [
    ['named, the same', {}, zones('a', 'b', 'c')],
    ['three to two', {}, zones('a', 'b')],
    ['two to three', zones('a', 'b'), zones('a', 'b', 'c')],
    ['one for another', zones('a', 'b'), zones('a', 'c')],
  ],
  'repository.owner': [['another', {}, { repository: { ...repository, owner: 'other' } }]],
  'repository.name': [['another', {}, { repository: { ...repository, name: 'other' } }]],
  'repository.branch': [['another', {}, { repository: { ...repository, branch: 'live' } }]],
  'repository.connectionArn': [
    ['none to one', {}, { repository: { ...repository, connectionArn } }],
    ['one to none', { repository: { ...repository, connectionArn } }, {}],
  ],
  'repository.app.id': [
    ['public to private', {}, { repository: { ...repository, app } }],
    ['another', { repository: { ...repository, app } }, { repository: { ...repository, app: { ...app, id: 2 } } }],
    ['private to public', { repository: { ...repository, app } }, {}],
  ],
  'repository.app.installation': [
    [
      'another',
      { repository: { ...repository, app } },
      { repository: { ...repository, app: { ...app, installation: 2 } } },
    ],
  ],
  'repository.app.reports': [
    [
      "'off' to 'on'",
      { repository: { ...repository, app: silent } },
      { repository: { ...repository, app: reporting } },
    ],
    [
      "'on' to 'off'",
      { repository: { ...repository, app: reporting } },
      { repository: { ...repository, app: silent } },
    ],
  ],
  'repository.signedBy': [
    ['none to one', {}, { repository: { ...repository, signedBy: [PERSON] } }],
    [
      'one more',
      { repository: { ...repository, signedBy: [PERSON] } },
      { repository: { ...repository, signedBy: [PERSON, SITE] } },
    ],
    ['one to none', { repository: { ...repository, signedBy: [PERSON] } }, {}],
  ],
  'database.size': [
    ['up', {}, { database: { size: 'm8g.large' } }],
    ['down', { database: { size: 'm8g.large' } }, {}],
  ],
  'database.storageGiB': [
    ['up', {}, { database: { storageGiB: 40 } }],
    ['down', { database: { storageGiB: 40 } }, {}],
  ],
  'database.backupDays': [
    ['up', {}, { database: { backupDays: 30 } }],
    ['down', {}, { database: { backupDays: 1 } }],
  ],
  'database.certificateAuthorities': [
    ['others', {}, { database: { certificateAuthorities: databaseRoots('eu-central-1') } }],
  ],
  'backupVault.keepDays': [
    ['none to some', {}, vault()],
    ['more', vault(), vault({ keepDays: 90 })],
    ['some to none', vault(), {}],
  ],
  'backupVault.lock.minRetentionDays': [['more', next(), next({ minRetentionDays: 35 })]],
  'backupVault.lock.maxRetentionDays': [['none to one', next(), next({ maxRetentionDays: 90 })]],
  'backupVault.lock.changeableForDays': [['none to one', next(), next({ changeableForDays: 3 })]],
  'backupVault.number': [['another', next(), next({}, 3)]],
  availability: [
    ["'single' to 'high'", { availability: 'single' }, { availability: 'high' }],
    ["'high' to 'single'", { availability: 'high' }, { availability: 'single' }],
  ],
  maintenance: [['another', {}, { maintenance: '01:00' }]],
  rollout: [
    ["'infrastructure-first' to 'parallel'", { rollout: 'infrastructure-first' }, { rollout: 'parallel' }],
    ["'parallel' to 'infrastructure-first'", { rollout: 'parallel' }, { rollout: 'infrastructure-first' }],
  ],
  'kubernetesApi.allowedCidrs': [
    ['none to one', {}, { kubernetesApi: { allowedCidrs: ['192.175.48.7/32'] } }],
    ['one to none', { kubernetesApi: { allowedCidrs: ['192.175.48.7/32'] } }, {}],
  ],
  'kubernetesApi.adminPrincipals': [
    ['none to one', {}, { kubernetesApi: { adminPrincipals: ['arn:aws:iam::111122223333:role/Developer'] } }],
  ],
  'kubernetesApi.auditLogs': [
    ['on to off', {}, { kubernetesApi: { auditLogs: { off: 'nobody else reaches it' } } }],
    ['off to on', { kubernetesApi: { auditLogs: { off: 'nobody else reaches it' } } }, {}],
  ],
  alarmEmail: [['another', {}, { alarmEmail: 'others@example.com' }]],
  monthlyBudget: [
    ['none to one', {}, { monthlyBudget: 300 }],
    ['another', { monthlyBudget: 300 }, { monthlyBudget: 400 }],
    ['one to none', { monthlyBudget: 300 }, {}],
  ],
  cdnMetrics: [
    ["'off' to 'on'", { cdnMetrics: 'off' }, { cdnMetrics: 'on' }],
    ["'on' to 'off'", { cdnMetrics: 'on' }, { cdnMetrics: 'off' }],
  ],
  driftCheck: [
    ["'off' to 'weekly'", { driftCheck: 'off' }, { driftCheck: 'weekly' }],
    ["'weekly' to 'off'", { driftCheck: 'weekly' }, { driftCheck: 'off' }],
  ],
  'logs.keepDays': [
    ['none to some', {}, { logs: { keepDays: 30 } }],
    ['more', { logs: { keepDays: 30 } }, { logs: { keepDays: 90 } }],
    ['some to none', { logs: { keepDays: 30 } }, {}],
  ],
  'logs.podMetrics': [
    ["'off' to 'on'", { logs: podMetrics('off') }, { logs: podMetrics('on') }],
    ["'on' to 'off'", { logs: podMetrics('on') }, { logs: podMetrics('off') }],
  ],
  'chat.format': [
    ["'slack' to 'teams'", { chat: chat('slack') }, { chat: chat('teams') }],
    ["'teams' to 'slack'", { chat: chat('teams') }, { chat: chat('slack') }],
  ],
  'chat.webhookSecretArn': [
    ['none to one', {}, { chat: chat('slack') }],
    ['one to none', { chat: chat('slack') }, {}],
  ],
  'blog.ownerEmail': [['another', {}, { blog: { ...blog, ownerEmail: 'other@example.com' } }]],
  'blog.mailSecretArn': [
    ['none to one', {}, { blog: { ...blog, mailSecretArn: arn('secretsmanager', 'secret:mail-AbCdEf') } }],
    ['one to none', { blog: { ...blog, mailSecretArn: arn('secretsmanager', 'secret:mail-AbCdEf') } }, {}],
  ],
  'blog.socialWeb': [
    ['off to on', {}, { blog: { ...blog, socialWeb: 'on' } }],
    ['on to off', { blog: { ...blog, socialWeb: 'on' } }, { blog: { ...blog, socialWeb: 'off' } }],
  ],
  'blog.webAclArn': [
    ['none to one', {}, { blog: { ...blog, webAclArn: webAcl('0') } }],
    ['another', { blog: { ...blog, webAclArn: webAcl('0') } }, { blog: { ...blog, webAclArn: webAcl('1') } }],
    ['one to none', { blog: { ...blog, webAclArn: webAcl('0') } }, {}],
  ],
  'blog.accessLogs.keepDays': [
    ['none to some', {}, { blog: { ...blog, accessLogs: { keepDays: 30 } } }],
    ['more', { blog: { ...blog, accessLogs: { keepDays: 30 } } }, { blog: { ...blog, accessLogs: { keepDays: 90 } } }],
    ['some to none', { blog: { ...blog, accessLogs: { keepDays: 30 } } }, {}],
  ],
  'blog.domain.name': [
    ['none to one', {}, domain({})],
    [
      'another, and the old one redirects',
      domain({}),
      domain({ name: 'new.example.com', redirectFrom: ['blog.example.com'] }),
    ],
    ['one to none', domain({}), {}],
  ],
  'blog.domain.redirectFrom': [['one more', domain({}), domain({ redirectFrom: ['www.example.com'] })]],
  'blog.domain.certificateArn': [
    ['made here to one given', domain({ certificateArn: undefined, hostedZone }), domain({ hostedZone })],
    ['another', domain({}), domain({ certificateArn: certificate('1') })],
  ],
  'blog.domain.hostedZone.id': [
    ['another', domain({ hostedZone }), domain({ hostedZone: { ...hostedZone, id: 'Z9876543210' } })],
  ],
  'blog.domain.hostedZone.name': [['none to one', domain({}), domain({ hostedZone })]],
  'liveReview.provider': [
    ['none to one', {}, { liveReview: { provider: provider('1') } }],
    ['another', { liveReview: { provider: provider('1') } }, { liveReview: { provider: provider('2') } }],
    ['one to none', { liveReview: { provider: provider('1') } }, {}],
  ],
  services: [
    ['none to one', {}, services(8080)],
    ['another port', services(8080), services(9090)],
    ['one more', services(8080), { services: { ...services(8080).services, api: { path: '/api/*', port: 8080 } } }],
    ['one to none', services(8080), {}],
  ],
  'restore.database': [
    ['none to one', {}, { restore: { database: [moment] } }],
    ['one more', { restore: { database: [moment] } }, { restore: { database: [moment, { snapshot: 'fixture-1' }] } }],
  ],
  'restore.former': [
    [
      'kept to removed',
      { restore: { database: [moment] } },
      { restore: { database: [moment], former: { removed: 'nobody needs it any more' } } },
    ],
  ],
  'restore.content': [
    ['none to one', {}, { restore: { content: '/aws-backup-restore_1/content' } }],
    [
      'another',
      { restore: { content: '/aws-backup-restore_1/content' } },
      { restore: { content: '/aws-backup-restore_2/content' } },
    ],
    ['one to none', { restore: { content: '/aws-backup-restore_1/content' } }, {}],
  ],
  protection: [
    ['on to off', { protection: 'on' }, { protection: { off: 'moves to another account' } }],
    ['off to on', { protection: { off: 'moves to another account' } }, { protection: 'on' }],
  ],
};
