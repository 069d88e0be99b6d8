import {
  BackupClient,
  type BackupVaultListMember,
  DescribeBackupVaultCommand,
  ListBackupVaultsCommand,
  ListRecoveryPointsByBackupVaultCommand,
  ListRecoveryPointsByResourceCommand,
  type RecoveryPointByBackupVault,
  type RecoveryPointStatus,
} from '@aws-sdk/client-backup';
import { askAws } from '../../shared/ask-aws.ts';
import type { ClientSettings } from '../../shared/client-settings.ts';
import { everyPage } from './ask.ts';

export interface Backups {
  /** When each recovery point of a resource was made that can be restored. backup:ListRecoveryPointsByResource */
  readonly recoveryPoints: (resourceArn: string) => Promise<readonly Date[]>;
  /** backup:DescribeBackupVault */
  readonly vaultLock: (vault: string) => Promise<VaultLock>;
  /** The copies in a vault that can be restored. backup:ListRecoveryPointsByBackupVault */
  readonly copiesIn: (vault: string) => Promise<readonly BackupCopy[]>;
}

/** What keeps the copies of a vault. */
interface VaultLock {
  readonly locked: boolean;
  readonly minRetentionDays?: number;
  /** From when on nobody can take it off; none for a lock that an administrator can. */
  readonly finalFrom?: Date;
}

export interface BackupCopy {
  /** Of what. */
  readonly resourceArn: string;
  /** When it was begun. */
  readonly at: Date;
}

/** AVAILABLE: of a point that still grows. */
export const canBeRestored = ({ Status }: { readonly Status?: RecoveryPointStatus | undefined }): boolean =>
  Status === 'COMPLETED' || Status === 'AVAILABLE';

/** Every vault of backups. backup:ListBackupVaults @throws CommandError */
export async function backupVaults(backup: BackupClient, region: string): Promise<BackupVaultListMember[]> {
  return await everyPage('reading the vaults of backups', region, async (NextToken) => {
    const answer = await backup.send(new ListBackupVaultsCommand({ NextToken }));
    return { items: answer.BackupVaultList, next: answer.NextToken };
  });
}

/** Everything in a vault, whatever its state. backup:ListRecoveryPointsByBackupVault @throws CommandError */
export async function recoveryPointsIn(
  backup: BackupClient,
  region: string,
  BackupVaultName: string,
): Promise<RecoveryPointByBackupVault[]> {
  return await everyPage(`reading the copies in ${BackupVaultName}`, region, async (NextToken) => {
    const answer = await backup.send(new ListRecoveryPointsByBackupVaultCommand({ BackupVaultName, NextToken }));
    return { items: answer.RecoveryPoints, next: answer.NextToken };
  });
}

export function openBackups(settings: ClientSettings): Backups {
  const backup = new BackupClient(settings);
  return {
    recoveryPoints: async (ResourceArn) => {
      const found = await everyPage(`reading the recovery points of ${ResourceArn}`, settings.region, async (token) => {
        const answer = await backup.send(new ListRecoveryPointsByResourceCommand({ ResourceArn, NextToken: token }));
        return { items: answer.RecoveryPoints, next: answer.NextToken };
      });
      return found.filter(canBeRestored).flatMap(({ CreationDate }) => CreationDate ?? []);
    },
    vaultLock: async (BackupVaultName) => {
      const vault = await askAws(
        `reading the lock of ${BackupVaultName}`,
        settings.region,
        backup.send(new DescribeBackupVaultCommand({ BackupVaultName })),
      );
      const { Locked = false, MinRetentionDays, LockDate } = vault;
      return {
        locked: Locked,
        ...(MinRetentionDays !== undefined && { minRetentionDays: MinRetentionDays }),
        ...(LockDate !== undefined && { finalFrom: LockDate }),
      };
    },
    copiesIn: async (BackupVaultName) => {
      const found = await recoveryPointsIn(backup, settings.region, BackupVaultName);
      return found
        .filter(canBeRestored)
        .flatMap(({ ResourceArn, CreationDate }) =>
          ResourceArn !== undefined && CreationDate !== undefined ? { resourceArn: ResourceArn, at: CreationDate } : [],
        );
    },
  };
}
