import { isProtected } from '../../../lib/config/protected.ts';
import { DAY_MS, day } from '../../shared/day.ts';
import type { Database } from '../account/database.ts';
import { bad, type Check, type Finding, good } from '../check.ts';
import type { AfterDeploy } from './after-deploy.ts';
import { servingDatabase } from './standing.ts';

/** RDS puts another one in place long before, without a word; with fewer days than this it has not. */
const RENEWED_LONG_AGO_MS = 21 * DAY_MS;

/** The database runs, is encrypted, is reached from inside alone, and cannot be deleted by mistake. */
export const database: Check<AfterDeploy> = {
  id: 'database',
  title: 'The database is available, encrypted and protected',
  find: async (asked) => {
    const identifier = await servingDatabase(asked);
    const found = await asked.account.database(identifier);
    const flaws = [
      ...(found.status === 'available' ? [] : [`is ${found.status}`]),
      ...(found.encrypted ? [] : ['is not encrypted']),
      ...(found.public ? ['can be reached from the internet'] : []),
      ...(found.protected || !isProtected(asked.config) ? [] : ['may be deleted']),
    ];
    if (flaws.length === 0) return certified(identifier, found, asked);
    return bad(`${identifier} ${flaws.join(', ')}`, 'npx cdk deploy Database Protection');
  },
};

/**
 * Ghost refuses a database whose certificate has ended.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL-certificate-rotation.html
 */
function certified(identifier: string, { certificate }: Database, { account, now }: AfterDeploy): Finding {
  const text = `${identifier} is available and encrypted`;
  if (certificate === undefined) return good(text);
  const { until, authority } = certificate;
  if (until.getTime() - now.getTime() > RENEWED_LONG_AGO_MS)
    return good(`${text}; its certificate holds until ${day(until)}`);
  return bad(
    `the certificate of ${identifier} ends on ${day(until)}, and RDS has not renewed it`,
    `aws rds modify-db-instance --region ${account.region} --db-instance-identifier ${identifier} --ca-certificate-identifier ${authority} --apply-immediately`,
  );
}
