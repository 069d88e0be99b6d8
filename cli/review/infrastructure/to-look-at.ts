import type { Finding } from '../facts.ts';
import type { ResourceChange } from './compare.ts';
import { lockOf, olderVersion } from './data-at-risk.ts';
import { ENCRYPTION_RULES } from './encryption-rules.ts';
import { NETWORK_RULES } from './network-rules.ts';
import { isSwitchedOn } from './parts.ts';
import { PASSAGE_RULES } from './passage-rules.ts';
import { PERMISSION_RULES } from './permission-rules.ts';
import { PROGRAM_RULES } from './program-rules.ts';
import { findings, kept, property, type Rules } from './rule.ts';
import { TEMPLATE_RULES } from './template-rules.ts';
import { UNJUDGED_RULES } from './unjudged-rules.ts';
import { WATCH_RULES } from './watch-rules.ts';

/** What deserves a closer look, though it loses no data. */
export const LOOK_RULES: Rules = {
  replaced: ({ impact }) => (impact === 'replaced' ? 'is replaced' : undefined),
  possiblyReplaced: ({ impact }) =>
    impact === 'possibly replaced' ? 'is possibly replaced: CloudFormation decides by the value' : undefined,
  restored: ({ type, before, after }) => (type === DATABASE && !before ? restoredFrom(after?.Properties) : undefined),
  standby: property(
    'MultiAZ',
    'has no standby any more',
    (before, after) => isSwitchedOn(before) && !isSwitchedOn(after),
  ),
  majorVersion: property('EngineVersion', 'gets another major version, and there is no way back', (before, after) => {
    return before !== undefined && after !== undefined && majorOf(before) !== majorOf(after);
  }),
  clusterVersion: kept('gets another version of Kubernetes, and there is no way back', (before, after) => {
    const [had, has] = [before, after].map(({ Properties }) => Properties?.Version);
    return after.Type === 'AWS::EKS::Cluster' && had !== undefined && String(had) !== String(has);
  }),
  addonOlder: property('AddonVersion', 'gets an older version', (before, after) => {
    const [had, has] = [before, after].map((version) => /\d+(\.\d+)*/.exec(String(version))?.[0]);
    return had !== undefined && has !== undefined && olderVersion(had, has);
  }),
  emptiedByCall: ({ type, before }) =>
    !before && /^Custom::(ECRAutoDeleteImages|S3AutoDeleteObjects)$/.test(type)
      ? 'empties what it names when that is deleted'
      : undefined,
  secretValue: ({ type, before, after }) => {
    const values = [before, after].map((one) =>
      JSON.stringify([one?.Properties?.SecretString, one?.Properties?.GenerateSecretString]),
    );
    return type === 'AWS::SecretsManager::Secret' && before && after && values[0] !== values[1]
      ? 'gets another value'
      : undefined;
  },
  finalLock: ({ type, before, after }) => {
    const lock = after?.Properties?.LockConfiguration;
    if (type !== VAULT || !lockOf(lock).becomesFinal || sameLock(before?.Properties?.LockConfiguration, lock)) return;
    const { ChangeableForDays: days, MinRetentionDays: kept } = lock as Readonly<Record<string, unknown>>;
    return `is locked for good ${plainly(days, 12)} days after it is deployed: then nobody, AWS included, can take the lock off, or delete a copy before its days are over, ${plainly(kept, 12)} at least`;
  },
  ...PERMISSION_RULES,
  ...NETWORK_RULES,
  ...ENCRYPTION_RULES,
  ...PASSAGE_RULES,
  ...PROGRAM_RULES,
  ...WATCH_RULES,
  ...TEMPLATE_RULES,
  ...UNJUDGED_RULES,
};

const DATABASE = 'AWS::RDS::DBInstance';
const VAULT = 'AWS::Backup::BackupVault';

const sameLock = (before: unknown, after: unknown) => JSON.stringify(before) === JSON.stringify(after);

/** What a new database is restored from; undefined for an empty one. */
function restoredFrom({
  RestoreTime,
  DBSnapshotIdentifier,
}: Readonly<Record<string, unknown>> = {}): string | undefined {
  const of = RestoreTime ?? DBSnapshotIdentifier;
  return of === undefined ? undefined : `is a restore of ${plainly(of)}: what was written later is not in it`;
}

/** A value of a template in the report's own words, which neither Markdown nor the comment's reader may take for more than a word. */
const plainly = (value: unknown, most = 60) =>
  typeof value === 'object'
    ? 'unknown'
    : String(value)
        .slice(0, most)
        .replaceAll(/[^\w:-]/g, '-');

/** The changes of infrastructure that deserve a closer look. */
export function toLookAt(changes: readonly ResourceChange[]): Finding[] {
  return findings('look', LOOK_RULES, changes);
}

/** For MySQL a major version has two parts: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.MySQL.html */
const majorOf = (version: unknown) => String(version).split('.').slice(0, 2).join('.');
