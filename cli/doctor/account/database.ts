import { type CertificateDetails, DescribeDBInstancesCommand, RDSClient } from '@aws-sdk/client-rds';
import { askAws } from '../../shared/ask-aws.ts';
import type { ClientSettings } from '../../shared/client-settings.ts';

/** A database as it stands. */
export interface Database {
  /** For example `available`. */
  readonly status: string;
  readonly protected: boolean;
  readonly encrypted: boolean;
  /** Can the internet reach it? */
  readonly public: boolean;
  /** The latest moment that it can be restored to; undefined when it keeps no backups, or has none yet. */
  readonly restorableTo?: Date;
  /** For how long its backups are kept, in days. */
  readonly keptDays: number;
  readonly allocatedGiB: number;
  /** Up to which size RDS makes its storage larger; undefined when it does not. */
  readonly growsToGiB?: number;
  /** Until when its certificate holds, which Ghost looks at, and RDS's name for the authority that gives it another one. */
  readonly certificate?: { readonly until: Date; readonly authority: string };
}

export interface Databases {
  /** A database by its identifier. rds:DescribeDBInstances */
  readonly database: (identifier: string) => Promise<Database>;
}

export function openDatabases(settings: ClientSettings): Databases {
  const rds = new RDSClient(settings);
  return {
    database: async (DBInstanceIdentifier) => {
      const asking = rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier }));
      const { DBInstances: [found] = [] } = await askAws(
        `reading the database ${DBInstanceIdentifier}`,
        settings.region,
        asking,
      );
      return {
        status: found?.DBInstanceStatus ?? 'unknown',
        protected: found?.DeletionProtection ?? false,
        encrypted: found?.StorageEncrypted ?? false,
        public: found?.PubliclyAccessible ?? true,
        keptDays: found?.BackupRetentionPeriod ?? 0,
        allocatedGiB: found?.AllocatedStorage ?? 0,
        ...(found?.MaxAllocatedStorage === undefined ? {} : { growsToGiB: found.MaxAllocatedStorage }),
        ...certificateOf(found?.CertificateDetails),
        ...(found?.LatestRestorableTime === undefined ? {} : { restorableTo: found.LatestRestorableTime }),
      };
    },
  };
}

function certificateOf({ ValidTill, CAIdentifier }: CertificateDetails = {}): Pick<Database, 'certificate'> {
  return ValidTill && CAIdentifier ? { certificate: { until: ValidTill, authority: CAIdentifier } } : {};
}
