import { BackupClient, ListRecoveryPointsByResourceCommand } from '@aws-sdk/client-backup';
import type { ClientSettings } from '../../shared/client-settings.ts';
import { everyPage } from './ask.ts';

export interface Backups {
  /** When each recovery point of a resource was made that can be restored. backup:ListRecoveryPointsByResource */
  readonly recoveryPoints: (resourceArn: string) => Promise<readonly Date[]>;
}

export function openBackups(settings: ClientSettings): Backups {
  const backup = new BackupClient(settings);
  return {
    recoveryPoints: async (ResourceArn) => {
      const found = await everyPage(`reading the recovery points of ${ResourceArn}`, settings.region, async (token) => {
        const answer = await backup.send(new ListRecoveryPointsByResourceCommand({ ResourceArn, NextToken: token }));
        return { items: answer.RecoveryPoints, next: answer.NextToken };
      });
      const complete = found.filter(({ Status }) => Status === 'COMPLETED' || Status === 'AVAILABLE');
      return complete.flatMap(({ CreationDate }) => CreationDate ?? []);
    },
  };
}
