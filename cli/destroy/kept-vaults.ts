import { BackupClient, type BackupVaultListMember, type RecoveryPointByBackupVault } from '@aws-sdk/client-backup';
import type { Config } from '../../lib/config/config.ts';
import { vaultPrefix } from '../../lib/names.ts';
import { backupVaults, recoveryPointsIn } from '../doctor/account/backups.ts';
import type { ClientSettings } from '../shared/client-settings.ts';
import { day } from '../shared/day.ts';

/** A locked vault of the blog, and what it keeps. */
export interface KeptVault {
  readonly name: string;
  readonly copies: number;
  /** What the copies hold, in bytes. */
  readonly bytes: number;
  /** From when on nobody can take its lock off; none for a lock that an administrator can. */
  readonly finalFrom: Date | undefined;
  /** When the last of its copies goes by itself; none without copies. */
  readonly emptyFrom: Date | undefined;
}

/**
 * The locked vaults of a blog, of installations before it too: they outlive their stack. backup:ListBackupVaults,
 * backup:ListRecoveryPointsByBackupVault @throws CommandError
 */
export async function keptVaults(
  { name, region }: Pick<Config, 'name' | 'region'>,
  settings: ClientSettings,
): Promise<KeptVault[]> {
  const backup = new BackupClient(settings);
  const all = await backupVaults(backup, region);
  const own = all.filter(({ BackupVaultName = '' }) => isOf(name, BackupVaultName));
  return await Promise.all(
    own.map(async (vault) => {
      const { BackupVaultName = '' } = vault;
      return keptVault(vault, await recoveryPointsIn(backup, region, BackupVaultName));
    }),
  );
}

/** What ends otherwise is of a blog whose name begins alike. */
function isOf(name: string, vault: string): boolean {
  const prefix = vaultPrefix(name);
  return vault.startsWith(prefix) && /^[0-9a-f]{8}(-\d+)?$/.test(vault.slice(prefix.length));
}

function keptVault(
  { BackupVaultName: name = '', LockDate }: BackupVaultListMember,
  copies: readonly RecoveryPointByBackupVault[],
): KeptVault {
  const ends = copies.flatMap(({ CalculatedLifecycle }) => CalculatedLifecycle?.DeleteAt ?? []);
  return {
    name,
    copies: copies.length,
    bytes: copies.reduce((sum, { BackupSizeInBytes }) => sum + (BackupSizeInBytes ?? 0), 0),
    finalFrom: LockDate,
    emptyFrom: ends.length === 0 ? undefined : new Date(Math.max(...ends.map(Number))),
  };
}

/** What a vault holds, until when, and what that costs. @param now the moment that it is told at */
export function whyKept({ copies, bytes, finalFrom, emptyFrom }: KeptVault, now: Date): string {
  if (copies === 0) return 'a locked vault without copies; it costs nothing';
  const size = Math.ceil(bytes / 1024 ** 3);
  const last = emptyFrom ? `; the last goes by itself on ${day(emptyFrom)}` : '';
  const held = `${copies} copies of the database and the uploads, ${size} GiB in all${last}`;
  return `${held}; ${lockText(finalFrom, now)}; about 0.05 dollars a GB and month for uploads, 0.095 for the database`;
}

function lockText(finalFrom: Date | undefined, now: Date): string {
  if (finalFrom === undefined) return 'its lock refuses to delete one sooner, until an administrator takes it off';
  return finalFrom > now
    ? `its lock refuses to delete one sooner, and becomes final on ${day(finalFrom)}: then nobody, AWS included, can take it off`
    : 'its lock is final: nobody, AWS included, can delete one sooner';
}

/** The commands that remove a vault, in order: of a final lock, once the copies are gone by themselves. */
export function removeVault({ name, copies, finalFrom }: KeptVault, region: string, now: Date): string[] {
  const remove = `aws backup delete-backup-vault --region ${region} --backup-vault-name ${name}`;
  if (copies === 0 || (finalFrom !== undefined && finalFrom <= now)) return [remove];
  const list = `aws backup list-recovery-points-by-backup-vault --region ${region} --backup-vault-name ${name} --query 'RecoveryPoints[].[RecoveryPointArn]' --output text`;
  const each = `aws backup delete-recovery-point --region ${region} --backup-vault-name ${name} --recovery-point-arn`;
  return [
    `aws backup delete-backup-vault-lock-configuration --region ${region} --backup-vault-name ${name}`,
    `${list} | xargs -n 1 ${each}`,
    remove,
  ];
}
