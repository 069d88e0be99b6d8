import type { CfnDBInstance } from 'aws-cdk-lib/aws-rds';
import { shortHash } from '../short-hash.ts';

/** What a database is made from: a moment of another one, by its resource id (`db-...`) and in UTC, or a snapshot. */
export type RestorePoint = { readonly source: string; readonly time: string } | { readonly snapshot: string };

/**
 * The construct id of a restored instance. Another point is another instance: CloudFormation would put it in the place of one
 * whose point is changed, and delete that.
 */
export function restoreId(point: RestorePoint): string {
  return `Restored${shortHash('snapshot' in point ? point.snapshot : `${point.source} ${point.time}`)}`;
}

/**
 * Has RDS make an instance from what another one held. The source is named by its resource id, which RDS knows as long as it
 * keeps its backups, and which never belongs to another; CloudFormation takes one that is named by its identifier for a read
 * replica as well
 * (https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-rds, ResourceModelHelper).
 * Schema and master come with the data, and RDS refuses to be told them
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html).
 */
export function restoreFrom(instance: CfnDBInstance, point: RestorePoint): void {
  instance.addPropertyDeletionOverride('DBName');
  instance.addPropertyDeletionOverride('MasterUsername');
  if ('snapshot' in point) {
    instance.dbSnapshotIdentifier = point.snapshot;
  } else {
    instance.sourceDbiResourceId = point.source;
    instance.restoreTime = point.time;
  }
}
