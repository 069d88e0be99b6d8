import { isProtected } from '../../../lib/config/protected.ts';
import { bad, type Check, good } from '../check.ts';
import type { AfterDeploy } from './after-deploy.ts';
import { servingDatabase } from './standing.ts';

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
    if (flaws.length === 0) return good(`${identifier} is available and encrypted`);
    return bad(`${identifier} ${flaws.join(', ')}`, 'npx cdk deploy Database Protection');
  },
};
