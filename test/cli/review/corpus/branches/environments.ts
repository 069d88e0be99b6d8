import { type Edit, object, resource, write } from '../edits.ts';
import { environments, inEnvironment } from '../environments.ts';

const database = (change: Record<string, unknown>): Edit =>
  resource('Database/Database', (own) => Object.assign(own, change));
const widened = resource('Pipeline/Policy', (own) =>
  Object.assign(own.PolicyDocument.Statement[0], { Action: 's3:*' }),
);
const inBoth = (edit: Edit): Edit[] => [inEnvironment('staging', edit), inEnvironment('production', edit)];
const moreMemory = object('ghost/Deployment-ghost', ({ spec }) =>
  Object.assign(spec.template.spec.containers[0].resources.limits, { memory: '1Gi' }),
);
const production = { after: 'staging', approval: 'manual' };

/** Branches of a config with environments: staging, and production after it once a person approved. */
export const ENVIRONMENTS: Readonly<Record<string, readonly Edit[]>> = {
  'environments-staging-alone': [inEnvironment('staging', database({ DBInstanceClass: 'db.t4g.large' }))],
  'environments-production-alone': [inEnvironment('production', database({ DBInstanceClass: 'db.t4g.large' }))],
  'environments-both-alike': inBoth(database({ DBInstanceClass: 'db.t4g.large' })),
  'environments-both-differently': [
    inEnvironment('staging', database({ DBInstanceClass: 'db.t4g.micro', MultiAZ: false })),
    inEnvironment('production', database({ DBInstanceClass: 'db.t4g.large' })),
    moreMemory,
  ],
  'environments-manifests-alone': [moreMemory],
  'environments-setting-of-staging': [
    environments({ staging: { settings: { SITE_URL: 'https://test.example.com' } }, production }),
  ],
  'environments-docs-alone': [write({ 'README.md': '# Another blog\n' })],
  'environments-data-at-risk-in-staging': [
    inEnvironment('staging', database({ BackupRetentionPeriod: 1 })),
    inEnvironment('production', database({ BackupRetentionPeriod: 30 })),
  ],
  'environments-data-at-risk-in-both': inBoth(database({ BackupRetentionPeriod: 1 })),
  'environments-iam-widened-in-production': [inEnvironment('production', widened)],
  'environments-added': [
    environments({ staging: {}, canary: { after: 'staging' }, production: { ...production, after: 'canary' } }),
  ],
  'environments-removed': [environments({ production: {} })],
  'environments-renamed': [environments({ test: {}, production: { ...production, after: 'test' } })],
  'environments-renamed-with-its-name': [
    environments({ test: { name: 'blog-staging' }, production: { ...production, after: 'test' } }),
    inEnvironment('test', database({ DBInstanceClass: 'db.t4g.large' })),
  ],
  'environments-one-put-behind-production': [
    environments({ staging: {}, production, archive: { after: 'production' } }),
  ],
  'environments-nobody-asked': [environments({ staging: {}, production: { after: 'staging' } })],
  'environments-nothing-before-production': [environments({ staging: {}, production: {} })],
};
