import type { Finding, TemplateResource } from '../facts.ts';
import type { ResourceChange } from './compare.ts';
import { textOf } from './iam/pattern.ts';
import { fieldsIn } from './parts.ts';
import { findings, kept, property, type Rules } from './rule.ts';

/** Types whose removal or replacement loses what people stored, or the key to it. */
const STATEFUL = [
  'AWS::Backup::BackupVault',
  'AWS::Cognito::UserPool',
  'AWS::DocDB::DBCluster',
  'AWS::DynamoDB::GlobalTable',
  'AWS::DynamoDB::Table',
  'AWS::EC2::Volume',
  'AWS::ECR::Repository',
  'AWS::EFS::FileSystem',
  'AWS::ElastiCache::ReplicationGroup',
  'AWS::FSx::FileSystem',
  'AWS::KMS::Key',
  'AWS::Neptune::DBCluster',
  'AWS::OpenSearchService::Domain',
  'AWS::RDS::DBCluster',
  'AWS::RDS::DBInstance',
  'AWS::S3::Bucket',
  'AWS::SecretsManager::Secret',
];

const isStateful = ({ type }: ResourceChange) => STATEFUL.includes(type);

/** A login that CloudFormation made up for a database's master: whoever removes it has RDS set another one, and loses no data. */
const isMadeUpLogin = ({ type, before }: ResourceChange) => {
  const made = before?.Properties?.GenerateSecretString as { readonly SecretStringTemplate?: unknown } | undefined;
  return type === 'AWS::SecretsManager::Secret' && String(made?.SecretStringTemplate).includes('"username"');
};

/** What a template leaves open may be anything. */
const lower = (before: unknown, after: unknown) =>
  before !== undefined && textOf(before) !== textOf(after) && !(Number(after ?? 0) >= Number(before));
const switchedOff = (before: unknown, after: unknown) => before === true && after !== true;

/** Why a change of data blocks. */
export const DATA_RULES: Rules = {
  removed: (change) =>
    isStateful(change) && change.impact.startsWith('removed') && !isMadeUpLogin(change)
      ? `is ${change.impact}`
      : undefined,
  replaced: (change) => (isStateful(change) && change.impact === 'replaced' ? 'is replaced' : undefined),
  backups: property('BackupRetentionPeriod', 'keeps its backups for fewer days', lower),
  fileBackups: property('BackupPolicy', 'is not backed up any more', (before, after) => {
    return statusOf(before) === 'ENABLED' && statusOf(after) !== 'ENABLED';
  }),
  versioning: property('VersioningConfiguration', 'keeps no older versions any more', (before, after) => {
    return statusOf(before) === 'Enabled' && statusOf(after) !== 'Enabled';
  }),
  pointInTime: property('PointInTimeRecoverySpecification', 'cannot go back in time any more', (before, after) => {
    return isRecoverable(before) && !isRecoverable(after);
  }),
  backupsGoWithIt: property('DeleteAutomatedBackups', 'deletes its backups when it is deleted', (before, after) => {
    return before === false && after !== false;
  }),
  backedUp: kept('backs up less than it did', (before, after) => {
    return /^AWS::Backup::Backup(Plan|Selection)$/.test(after.Type) && backsUpLess(before, after);
  }),
  backupPlan: ({ type, impact }) => {
    return /^AWS::Backup::Backup(Plan|Selection)$/.test(type) && impact.startsWith('removed')
      ? 'makes no backups any more'
      : undefined;
  },
  keptCopies: property('BackupPlan', 'deletes its copies sooner than it did', (before, after) => {
    return !(keptDays(after) >= keptDays(before));
  }),
  vaultLock: property(
    'LockConfiguration',
    'is locked less than it was: who takes the account can delete more',
    (before, after) => {
      const [old, now] = [lockOf(before), lockOf(after)];
      return !(now.minRetentionDays >= old.minRetentionDays) || (old.becomesFinal && !now.becomesFinal);
    },
  ),
  expiry: property('LifecycleConfiguration', 'deletes objects sooner than it did', (before, after) => {
    return expiryDays(after) < expiryDays(before) || expiryOfVersions(after) < expiryOfVersions(before);
  }),
  disabledKey: kept('is switched off, and nothing that it encrypted can be read', (before, after) => {
    return after.Type === 'AWS::KMS::Key' && isOn(before) && !isOn(after);
  }),
  deletionProtection: kept('can be deleted: its protection is off', (before, after) => {
    const isOff = (name: string) => switchedOff(before.Properties?.[name], after.Properties?.[name]);
    return isOff('DeletionProtection') || isOff('DeletionProtectionEnabled');
  }),
  deletionWindow: property('PendingWindowInDays', 'is deleted sooner once somebody asks for that', (before, after) =>
    lower(before ?? 30, after ?? 30),
  ),
  objectLock: property(
    'ObjectLockConfiguration',
    'holds its objects no more, so that they can be deleted',
    (before, after) => {
      return before !== undefined && textOf(before) !== textOf(after);
    },
  ),
  emptied: property(
    'EmptyOnDelete',
    'is emptied when it is deleted',
    (before, after) => before !== true && after === true,
  ),
  condition: (change) =>
    isStateful(change) &&
    change.before &&
    change.after?.Condition !== undefined &&
    change.before.Condition !== change.after.Condition
      ? 'is there only where a condition of the template holds'
      : undefined,
  startsFrom: kept('is replaced by what a snapshot holds', (before, after) => {
    const from = ({ Properties: { DBSnapshotIdentifier: one, SnapshotIdentifier: other } = {} }: TemplateResource) =>
      textOf(one ?? other);
    return after.Type.startsWith('AWS::RDS::') && from(before) !== from(after);
  }),
  deletionPolicy: kept(
    'loses more when it is removed from the stack: its deletion policy is weaker',
    (before, after) => {
      return strength(after, 'DeletionPolicy') < strength(before, 'DeletionPolicy');
    },
  ),
  replacePolicy: kept('loses more when it is replaced: its policy for that is weaker', (before, after) => {
    return strength(after, 'UpdateReplacePolicy') < strength(before, 'UpdateReplacePolicy');
  }),
  protection: kept('protects less than it did', (before, after) => {
    const still = protectedBy(after);
    return protectedBy(before).some((one) => !still.includes(one));
  }),
  storage: property('AllocatedStorage', 'gets less storage than it has', lower),
  engine: property('EngineVersion', 'gets an older engine', olderVersion),
};

/**
 * The changes of infrastructure that put data at risk.
 * @param rules those that count
 */
export function dataAtRisk(changes: readonly ResourceChange[], rules = DATA_RULES): Finding[] {
  return findings('risk', rules, changes);
}

/** The fewest days that a rule of a plan of AWS Backup keeps what it copies. */
function keptDays(plan: unknown): number {
  const { BackupPlanRule: rules = [] } = (plan ?? {}) as { BackupPlanRule?: readonly Record<string, unknown>[] };
  const days = rules.map(({ Lifecycle }) => (Lifecycle as { DeleteAfterDays?: unknown } | undefined)?.DeleteAfterDays);
  return Math.min(Number.POSITIVE_INFINITY, ...days.map((one) => Number(one ?? Number.POSITIVE_INFINITY)));
}

/** What the lock of a vault forbids; without a lock, nothing. */
export function lockOf(lock: unknown): { readonly minRetentionDays: number; readonly becomesFinal: boolean } {
  const { MinRetentionDays, ChangeableForDays } = (lock ?? {}) as Readonly<Record<string, unknown>>;
  return { minRetentionDays: Number(MinRetentionDays ?? 0), becomesFinal: ChangeableForDays !== undefined };
}

const isOn = ({ Properties }: TemplateResource) => Properties?.Enabled !== false;

const isRecoverable = (value: unknown) =>
  (value as { PointInTimeRecoveryEnabled?: unknown } | undefined)?.PointInTimeRecoveryEnabled === true;

/** The soonest that an object of a bucket goes by itself, in days. */
function expiryDays(configuration: unknown): number {
  return soonest(configuration, ({ ExpirationInDays, ExpirationDate }) => [
    ...(ExpirationInDays === undefined ? [] : [Number(ExpirationInDays)]),
    ...(ExpirationDate === undefined ? [] : [0]),
  ]);
}

/** The soonest that an older version of an object goes by itself, in days. */
function expiryOfVersions(configuration: unknown): number {
  return soonest(configuration, ({ NoncurrentVersionExpiration, NoncurrentVersionExpirationInDays }) => {
    const { NoncurrentDays } = (NoncurrentVersionExpiration ?? {}) as { NoncurrentDays?: unknown };
    return [NoncurrentVersionExpirationInDays ?? NoncurrentDays ?? []].flat().map(Number);
  });
}

/** The fewest days that an enabled rule of a bucket names; without one, for ever. */
function soonest(configuration: unknown, days: (rule: Readonly<Record<string, unknown>>) => readonly number[]): number {
  const { Rules = [] } = (configuration ?? {}) as { Rules?: readonly Record<string, unknown>[] };
  const named = Rules.filter(({ Status }) => Status === 'Enabled').flatMap(days);
  return Math.min(Number.POSITIVE_INFINITY, ...named);
}

/** Whether a plan or a selection names less than it did, or excludes more. */
function backsUpLess(before: TemplateResource, after: TemplateResource): boolean {
  const all = /^(Resources|ListOfTags|RuleName|ScheduleExpression)$/;
  const [earlier, later] = [fieldsIn(before, all), fieldsIn(after, all)];
  const excluded = fieldsIn(before, EXCLUDED);
  return (
    earlier.some((one) => !later.includes(one)) || fieldsIn(after, EXCLUDED).some((one) => !excluded.includes(one))
  );
}

const EXCLUDED = /^(NotResources|Conditions)$/;

const statusOf = (value: unknown) => (value as { Status?: unknown } | undefined)?.Status;

/** What remains afterwards: nothing, a snapshot, everything. An absent policy is the weakest. */
const STRENGTHS: Readonly<Record<string, number>> = { Delete: 0, Snapshot: 1, RetainExceptOnCreate: 2, Retain: 2 };

function strength(resource: TemplateResource, policy: 'DeletionPolicy' | 'UpdateReplacePolicy'): number {
  return STRENGTHS[resource[policy] ?? 'Delete'] ?? 0;
}

/** What the custom resources of lib/protection-stack.ts protect: resources of a stack policy, the database from deletion. */
function protectedBy({ Type, Properties }: TemplateResource): string[] {
  if (!Type.startsWith('Custom::')) return [];
  return JSON.stringify(Properties ?? {}).match(/LogicalResourceId\/\w+|DeletionProtection[\\"]*:true/g) ?? [];
}

/** Whether a version such as 8.4.3 goes down; false when one of them is no such version. */
export function olderVersion(before: unknown, after: unknown): boolean {
  const [old = [], now = []] = [before, after].map((version) => String(version).split('.').map(Number));
  const at = old.findIndex((part, index) => part !== (now[index] ?? 0));
  return at >= 0 && (now[at] ?? 0) < (old[at] ?? 0);
}
