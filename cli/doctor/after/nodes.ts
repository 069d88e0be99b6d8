import { DAY_MS, day } from '../../shared/day.ts';
import { bad, type Check, good } from '../check.ts';
import type { AfterDeploy } from './after-deploy.ts';
import { stackOf } from './standing.ts';

/** AWS ends a node after 21 days at the latest, and ours end a day before: lib/constructs/node-pool.ts. */
const LONGEST_DAYS = 21;

/** A node keeps the image that it began with. One that nobody replaces runs without what was mended since. */
export const nodes: Check<Pick<AfterDeploy, 'account' | 'config' | 'templates' | 'now'>> = {
  id: 'nodes',
  title: 'Nodes are replaced, and with them their images',
  find: async (asked) => {
    const { account, config, now } = asked;
    await stackOf(asked, `${config.name}-cluster`);
    const found = await account.nodes(config.name);
    const [oldest] = [...found].sort((one, other) => one.since.getTime() - other.since.getTime());
    if (oldest === undefined) return bad(`no node of ${config.name} runs`, 'kubectl describe nodepool workloads');
    const text = `${found.length} run, the oldest (${oldest.id}) since ${day(oldest.since)}`;
    if (now.getTime() - oldest.since.getTime() <= LONGEST_DAYS * DAY_MS) return good(text);
    return bad(`${text}, longer than ${LONGEST_DAYS} days`, 'kubectl describe nodeclaims');
  },
};
