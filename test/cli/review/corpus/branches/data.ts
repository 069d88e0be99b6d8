import { addResource, type Edit, removeResource, resource, write } from '../edits.ts';

/** Branches that may lose data, and their neighbours that do not. */
export const DATA: Readonly<Record<string, readonly Edit[]>> = {
  'class-changed': [resource('Database/Database', (own) => Object.assign(own, { DBInstanceClass: 'db.t4g.large' }))],
  'database-replaced': [resource('Database/Database', (own) => Object.assign(own, { StorageEncrypted: false }))],
  'database-restored': [
    addResource('Database/Restored', 'AWS::RDS::DBInstance', {
      DBInstanceClass: 'db.t4g.small',
      SourceDbiResourceId: 'db-ABCDEFGHIJKLMNOPQRSTUVWXYZ',
      RestoreTime: '2026-11-26T15:29:30Z',
      StorageEncrypted: true,
    }),
  ],
  'database-removed': [removeResource('Database/Database')],
  'database-removed-approved': [
    removeResource('Database/Database'),
    write({
      'approvals.json': JSON.stringify([
        { subject: 'Database/Database', change: '5829cd2bb07b', reason: 'it holds nothing that anybody needs' },
      ]),
    }),
  ],
  'construct-renamed': [
    removeResource('Ghost/Files'),
    addResource('Ghost/FilesRenamed', 'AWS::EFS::FileSystem', { Encrypted: true, BackupPolicy: { Status: 'ENABLED' } }),
  ],
  'backups-lowered': [
    resource('Database/Database', (own) => Object.assign(own, { BackupRetentionPeriod: 1 })),
    resource('Ghost/Files', (own) => Object.assign(own, { BackupPolicy: { Status: 'DISABLED' } })),
    removeResource('Database/Plan'),
  ],
  'backups-raised': [resource('Database/Database', (own) => Object.assign(own, { BackupRetentionPeriod: 30 }))],
  'vault-unlocked': [
    resource('Database/Vault', (own) => {
      delete own.LockConfiguration;
    }),
    resource('Database/Copies', (own) => {
      own.BackupPlan.BackupPlanRule[0].Lifecycle.DeleteAfterDays = 7;
    }),
  ],
  'vault-locked-for-good': [
    resource('Database/Vault', (own) => Object.assign(own.LockConfiguration, { ChangeableForDays: 3 })),
  ],
  'versions-and-expiry': [
    resource('Ghost/Bucket', (own) => {
      delete own.VersioningConfiguration;
      own.LifecycleConfiguration = { Rules: [{ Status: 'Enabled', ExpirationInDays: 30 }] };
    }),
    resource('Database/Sessions', (own) => {
      own.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled = false;
    }),
  ],
  'protection-off': [
    resource('Database/Database', (own, whole) => {
      own.DeletionProtection = false;
      whole.DeletionPolicy = 'Delete';
      whole.UpdateReplacePolicy = 'Delete';
    }),
    resource('Ghost/StackPolicy', (own) => Object.assign(own, { Update: '["LogicalResourceId/Files"]' })),
  ],
  'storage-and-engine-lowered': [
    resource('Database/Database', (own) => Object.assign(own, { AllocatedStorage: '10', EngineVersion: '8.0.40' })),
  ],
  'engine-patched': [resource('Database/Database', (own) => Object.assign(own, { EngineVersion: '8.4.6' }))],
  'standby-gone': [resource('Database/Database', (own) => Object.assign(own, { MultiAZ: false }))],
  'key-switched-off': [resource('Database/Key', (own) => Object.assign(own, { Enabled: false }))],
  'secret-changed': [resource('Database/Credentials', (own) => Object.assign(own, { SecretString: 'hunter3' }))],
};
