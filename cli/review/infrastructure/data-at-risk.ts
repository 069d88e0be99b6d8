import type { Finding, TemplateResource } from '../facts.ts';
import type { ResourceChange } from './compare.ts';
import { expiresMore } from './expiry.ts';
import { textOf } from './iam/pattern.ts';
import { fieldsIn, isSwitchedOn, placesOf } from './parts.ts';
import { findings, kept, lost, property, type Rules } from './rule.ts';
import { isMadeUpLogin, isStateful, isStatefulType } from './stateful.ts';

/** What a template leaves open may be anything. */
const lower = (before: unknown, after: unknown) =>
  before !== undefined && textOf(before) !== textOf(after) && !(Number(after ?? 0) >= Number(before));

/** Whether a number of some name goes down, however deep it lies. */
const lowered = (before: TemplateResource, after: TemplateResource, name: RegExp) => {
  const later = placesOf(after, name);
  return [...placesOf(before, name)].some(([place, value]) => lower(days(value), days(later.get(place))));
};

/** A negative number is for ever: https://docs.aws.amazon.com/redshift/latest/APIReference/API_CreateCluster.html */
const days = (value: unknown) => (Number(value) < 0 ? Number.POSITIVE_INFINITY : value);

/** The switches of some name that are on. */
const switchesOn = (resource: TemplateResource, name: RegExp) =>
  [...placesOf(resource, name)].filter(([, value]) => isSwitchedOn(value)).map(([place]) => place);

/** Each service calls it something else: SnapshotRetentionLimit, AutomaticBackupRetentionDays, RecoveryPeriodInDays ... */
const BACKUPS = /^(?=\w*(Backup|Snapshot|Recovery))\w*(Retention|PeriodInDays)(?!Policy)\w*$/;
const RETENTION = /^(?!Max|Min|PerformanceInsights)\w*Retention(Days|InDays|InHours|Period|PeriodHours|PeriodIn\w+)$/;
const DELETION_PROTECTION =
  /^(DeletionProtection(Enabled|Status)?|ReplicationOverwriteProtection|TerminationProtectionEnabled)$/;

/** Why a change of data blocks. */
export const DATA_RULES: Rules = {
  removed: (change) =>
    isStateful(change) && change.impact.startsWith('removed') && !isMadeUpLogin(change)
      ? `is ${change.impact}`
      : undefined,
  replaced: (change) => (isStateful(change) && change.impact === 'replaced' ? 'is replaced' : undefined),
  backups: kept('keeps its backups for fewer days', (before, after) => lowered(before, after, BACKUPS)),
  keptShorter: kept('keeps for a shorter time what it holds', (before, after) => {
    return isStatefulType(after.Type) && !lowered(before, after, BACKUPS) && lowered(before, after, RETENTION);
  }),
  replicas: lost('keeps its data in a region less', (resource) =>
    resource.Type === 'AWS::DynamoDB::GlobalTable' ? fieldsIn(resource, /^Region$/) : [],
  ),
  fileBackups: property('BackupPolicy', 'is not backed up any more', (before, after) => {
    return statusOf(before) === 'ENABLED' && statusOf(after) !== 'ENABLED';
  }),
  versioning: property('VersioningConfiguration', 'keeps no older versions any more', (before, after) => {
    return statusOf(before) === 'Enabled' && statusOf(after) !== 'Enabled';
  }),
  pointInTime: lost('cannot go back in time any more', (resource) =>
    switchesOn(resource, /^PointInTimeRecoveryEnabled$/),
  ),
  backupsGoWithIt: property('DeleteAutomatedBackups', 'deletes its backups when it is deleted', (before, after) => {
    return String(before) === 'false' && String(after) !== 'false';
  }),
  backedUp: kept('backs up less than it did', (before, after) => {
    return (
      /^AWS::(Backup::Backup(Plan|Selection)|DLM::LifecyclePolicy)$/.test(after.Type) && backsUpLess(before, after)
    );
  }),
  backupPlan: ({ type, impact }) => {
    return /^AWS::(Backup::Backup(Plan|Selection)|DLM::LifecyclePolicy)$/.test(type) && impact.startsWith('removed')
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
  expiry: kept('deletes by itself what it kept, or sooner than it did', expiresMore),
  durability: kept('may lose what it wrote when it stops without a warning', (before, after) => {
    return volatile(after).some((name) => !volatile(before).includes(name));
  }),
  disabledKey: kept('is switched off, and nothing that it encrypted can be read', (before, after) => {
    return after.Type === 'AWS::KMS::Key' && isOn(before) && !isOn(after);
  }),
  deletionProtection: lost('can be deleted: its protection is off', (resource) =>
    switchesOn(resource, DELETION_PROTECTION),
  ),
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
    (before, after) => !mayBe(before) && mayBe(after),
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
      return holds(after) && strength(after, 'DeletionPolicy') < strength(before, 'DeletionPolicy');
    },
  ),
  replacePolicy: kept('loses more when it is replaced: its policy for that is weaker', (before, after) => {
    return holds(after) && strength(after, 'UpdateReplacePolicy') < strength(before, 'UpdateReplacePolicy');
  }),
  protection: ({ before, after, impact }) => {
    const still = after && !impact.startsWith('removed') ? protectedBy(after) : [];
    return before && protectedBy(before).some((one) => !still.includes(one)) ? 'protects less than it did' : undefined;
  },
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

const isOn = ({ Properties }: TemplateResource) => String(Properties?.Enabled) !== 'false';

/** What a template leaves open may be on. */
const mayBe = (value: unknown) => value !== undefined && String(value) !== 'false';

/**
 * Parameters of a database that let it say "written" before what it wrote is on the disk.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_BestPractices.html#CHAP_BestPractices.MySQLStorage
 */
function volatile({ Type, Properties = {} }: TemplateResource): string[] {
  if (!/ParameterGroup$/.test(Type)) return [];
  const values = Object.entries((Properties.Parameters ?? {}) as Record<string, unknown>);
  return values.filter(([name, value]) => DURABLE[name]?.test(String(value)) === false).map(([name]) => name);
}

const DURABLE: Readonly<Record<string, RegExp>> = {
  fsync: /^(1|on)$/i,
  full_page_writes: /^(1|on)$/i,
  innodb_doublewrite: /^(1|on|detect_and_recover)$/i,
  innodb_flush_log_at_trx_commit: /^1$/,
  sync_binlog: /^1$/,
  synchronous_commit: /^(on|remote_apply|remote_write|local)$/i,
};

/** Whether a plan or a selection names less than it did, or excludes more. */
function backsUpLess(before: TemplateResource, after: TemplateResource): boolean {
  const all = /^(Resources|ListOfTags|RuleName|ScheduleExpression|DestinationBackupVaultArn)$/;
  const named = (one: TemplateResource) => [
    ...fieldsIn(one, all),
    ...switchesOn(one, /^(EnableContinuousBackup|State)$/),
  ];
  const [earlier, later] = [named(before), named(after)];
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
  return STRENGTHS[resource[policy] ?? (policy === 'DeletionPolicy' ? withoutPolicy(resource) : 'Delete')] ?? 0;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html */
const withoutPolicy = ({ Type, Properties }: TemplateResource) =>
  Type === 'AWS::RDS::DBCluster' || (Type === 'AWS::RDS::DBInstance' && Properties?.DBClusterIdentifier === undefined)
    ? 'Snapshot'
    : 'Delete';

/** A role, a rule or an alarm is made again from its template as it was. */
const holds = ({ Type }: TemplateResource) => !/^AWS::(CloudWatch|EC2::SecurityGroup|Events|IAM)\b/.test(Type);

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
