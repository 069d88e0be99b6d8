import type { Moments } from '../../../cli/restore/moments.ts';

/** A moment of the day on which these tests are. */
export const at = (time: string) => new Date(`2026-11-26T${time}Z`);

export const NOW = at('15:40:00');

/** A blog whose database was restored once, with one snapshot and two backups of what users uploaded. */
export const MOMENTS: Moments = {
  windows: [
    {
      source: 'db-FIRSTDATABASE',
      identifier: 'blog-database-first',
      from: at('01:00:00.500'),
      to: at('15:35:00'),
      storageGiB: 60,
    },
    {
      source: 'db-SECONDDATABASE',
      identifier: 'blog-database-second',
      from: at('12:00:00'),
      to: at('15:36:00'),
      storageGiB: 20,
    },
  ],
  snapshots: [{ snapshot: 'blog-database-snapshot-1', at: at('00:30:00'), storageGiB: 20 }],
  uploads: [
    { recoveryPoint: 'arn:aws:backup:eu-west-1:111122223333:recovery-point:1', fileSystem: 'fs-1', at: at('00:20:00') },
    { recoveryPoint: 'arn:aws:backup:eu-west-1:111122223333:recovery-point:2', fileSystem: 'fs-1', at: at('05:00:12') },
  ],
};
