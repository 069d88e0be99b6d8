import { bad, type Check, good, warning } from '../check.ts';
import type { AfterDeploy } from './after-deploy.ts';
import { servingDatabase } from './standing.ts';

/** Of what it may grow to. */
const NEARLY_ALL = 0.8;

/** RDS makes the storage larger by itself when less than a tenth is free, up to a limit, and then no more. */
export const storage: Check<Pick<AfterDeploy, 'account' | 'templates' | 'config'>> = {
  id: 'storage',
  title: 'The database has room to grow',
  find: async (asked) => {
    const identifier = await servingDatabase(asked);
    const { status, allocatedGiB, growsToGiB = allocatedGiB } = await asked.account.database(identifier);
    const text = `${identifier} has ${allocatedGiB} GiB, and grows to ${growsToGiB} by itself`;
    const help = `write database: { storageGiB: ${allocatedGiB} } in onemerge.config.ts: it may grow to a multiple of that`;
    if (status === 'storage-full') return bad(`${identifier} is full, at ${allocatedGiB} GiB`, help);
    if (allocatedGiB >= growsToGiB) return bad(`${text}: no further`, help);
    return allocatedGiB >= NEARLY_ALL * growsToGiB ? warning(text, help) : good(text);
  },
};
