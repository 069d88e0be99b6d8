import { servingDatabase } from '../../doctor/after/standing.ts';
import { bad, good, warning } from '../../doctor/check.ts';
import { age } from '../age.ts';
import type { Row } from '../asked.ts';
import { arnOf, fileSystem } from './arns.ts';

const HOUR_MS = 3600 * 1000;
/** AWS writes the log of transactions away every five minutes. */
const DATABASE_BEHIND_MS = HOUR_MS;
/** Automatic backups of EFS are made once a day. */
const UPLOADS_BEHIND_MS = 36 * HOUR_MS;

/** To which moment the database can be restored. */
export const database: Row = {
  id: 'database',
  title: 'The database can be restored to a moment ago',
  find: async (asked) => {
    const identifier = await servingDatabase(asked);
    const { status, restorableTo, keptDays } = await asked.account.database(identifier);
    const help = `aws rds describe-db-instances --region ${asked.account.region} --db-instance-identifier ${identifier}`;
    if (keptDays === 0) return bad(`${identifier} keeps no backups`, 'npx cdk diff Database');
    if (restorableTo === undefined) return warning(`${identifier} is ${status}, and has no backup yet`, help);
    const text = `${identifier} is ${status}; restorable to ${age(restorableTo, asked.now)}, kept ${keptDays} days`;
    const isBehind = asked.now.getTime() - restorableTo.getTime() > DATABASE_BEHIND_MS;
    if (status !== 'available') return warning(text, help);
    return isBehind ? bad(text, help) : good(text);
  },
};

/** When the files that users upload were last backed up. */
export const uploads: Row = {
  id: 'uploads',
  title: 'What users upload was backed up within a day',
  find: async (asked) => {
    const { account, now } = asked;
    const id = await fileSystem(asked);
    const arn = await arnOf(asked, `elasticfilesystem:{place}:file-system/${id}`);
    const points = await account.recoveryPoints(arn);
    const help = `aws backup list-recovery-points-by-resource --region ${account.region} --resource-arn ${arn}`;
    if (points.length === 0) return warning(`${id} has no recovery point: AWS makes the first within a day`, help);
    const latest = new Date(Math.max(...points.map(Number)));
    const text = `${id} was backed up ${age(latest, now)}, ${points.length} kept`;
    return now.getTime() - latest.getTime() > UPLOADS_BEHIND_MS ? bad(text, help) : good(text);
  },
};
