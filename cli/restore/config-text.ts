import type { Config } from '../../lib/config/config.ts';
import { momentText } from '../../lib/config/restore.ts';
import type { Database } from './moments.ts';

/** What stands for the name that AWS Backup gave to a folder. */
export const FOLDER = 'aws-backup-restore_...';

type Sized = Pick<Config, 'restore' | 'database'>;

/**
 * The fields that make CloudFormation restore, for `onemerge.config.ts`. What was restored before stays in the list: its database
 * is still there. A database that serves already is not made again: its uploads came later.
 * @param uploads whether a folder was restored
 */
export function configText({ restore, database }: Sized, restored: Database, uploads: boolean): string[] {
  const { window, snapshot } = restored;
  const point = window
    ? { source: window.source, time: momentText(restored.at) }
    : { snapshot: snapshot?.snapshot ?? '' };
  const before = restore.database.map(pointText);
  const points = before.at(-1) === pointText(point) ? before : [...before, pointText(point)];
  const content = uploads ? `/${FOLDER}/content` : restore.content;
  const storage = (window ?? snapshot)?.storageGiB ?? 0;
  return [
    'restore: {',
    '  database: [',
    ...points.map((one) => `    ${one},`),
    '  ],',
    ...(content === undefined ? [] : [`  content: '${content}',`]),
    '},',
    // RDS gives a restored database no less than its source had, and would take less for a change that it refuses.
    ...(storage > database.storageGiB ? [`and in database: storageGiB: ${storage},`] : []),
  ];
}

function pointText(point: Config['restore']['database'][number]): string {
  const fields = Object.entries(point).map(([name, value]) => `${name}: '${value}'`);
  return `{ ${fields.join(', ')} }`;
}
