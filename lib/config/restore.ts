import { z } from 'zod';

const momentFix = 'write a moment in UTC, to the second, for example "2026-11-26T15:29:30Z"';
const pointFix =
  'write { source: "db-ABCDEFGHIJKLMNOPQRSTUVWXYZ", time: "2026-11-26T15:29:30Z" } or { snapshot: "my-blog-..." }';
const sourceFix =
  'write the resource id of the database that had the data, for example "db-ABCDEFGHIJKLMNOPQRSTUVWXYZ"';
const snapshotFix = 'write the name of a snapshot, for example "my-blog-database-snapshot-mysqlinstance"';
const contentFix =
  'write the folder that AWS Backup has made, for example "/aws-backup-restore_2026-11-26T15-31-02-123Z/content"';

/** Whether a text is a moment as RDS takes it: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBInstanceToPointInTime.html */
function isMoment(text: string): boolean {
  const time = new Date(text);
  return !Number.isNaN(time.getTime()) && momentText(time) === text;
}

/** A time as the config has it: UTC, without the fraction of its second. */
export const momentText = (time: Date): string => `${time.toISOString().slice(0, 19)}Z`;

const moment = z.strictObject(
  {
    /** The database that had the data, by its resource id, `db-...`: it may be gone, as long as its backups are kept. */
    source: z.string({ error: sourceFix }).regex(/^db-[A-Z0-9]{10,60}$/, { error: sourceFix }),
    /** The moment, in UTC: `2026-11-26T15:29:30Z`. */
    time: z.string({ error: momentFix }).refine(isMoment, { error: momentFix }),
  },
  { error: pointFix },
);

const snapshot = z.strictObject(
  {
    /** A snapshot, by its name. */
    snapshot: z
      .string({ error: snapshotFix })
      .max(255, { error: snapshotFix })
      .regex(/^[a-zA-Z](?:-?[a-zA-Z0-9])*$/, { error: snapshotFix }),
  },
  { error: pointFix },
);

/** What databases were made from, in the order in which they served. */
export const databaseRestores = z.array(z.union([moment, snapshot], { error: explain }), {
  error: 'list what databases were made from, the latest last, for example [{ source: "db-...", time: "..." }]',
});

/** An entry has one of two shapes; what is wrong with it is said of the one that its fields name. */
function explain({ input }: { readonly input?: unknown }): string {
  if (typeof input !== 'object' || input === null) return pointFix;
  const shape = 'snapshot' in input ? snapshot : 'source' in input || 'time' in input ? moment : undefined;
  return shape?.safeParse(input).error?.issues[0]?.message ?? pointFix;
}

/** EFS takes 100 characters for the root of an access point: https://docs.aws.amazon.com/efs/latest/ug/API_RootDirectory.html */
export const contentFolder = z
  .string({ error: contentFix })
  .max(100, { error: contentFix })
  .regex(/^\/aws-backup-restore_[A-Za-z0-9._:-]+\/content$/, { error: contentFix });
