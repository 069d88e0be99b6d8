import { bad, type Check, good } from '../check.ts';
import type { AfterDeploy } from './after-deploy.ts';
import { protectionOff } from './protection-off.ts';
import { stackOf } from './standing.ts';

/** The stacks that hold data: database and uploads. See lib/protection-stack.ts. */
const WITH_DATA = ['database', 'ghost'];

/** No update replaces or removes what holds data. */
export const stackPolicies: Check<AfterDeploy> = {
  id: 'stack-policies',
  title: 'No update may replace what holds data',
  find: async (asked) => {
    const off = protectionOff(asked);
    if (off) return off;
    const stacks = (await Promise.all(WITH_DATA.map((id) => stackOf(asked, `${asked.config.name}-${id}`)))).map(
      ({ name }) => name,
    );
    const policies = await Promise.all(stacks.map(asked.account.stackPolicy));
    const open = stacks.filter((_, at) => !/"Deny"[\s\S]*Update:Replace/.test(policies[at] ?? ''));
    if (open.length === 0) return good(stacks.join(', '));
    return bad(`nothing keeps an update from replacing the data of ${open.join(', ')}`, 'npx cdk deploy Protection');
  },
};
