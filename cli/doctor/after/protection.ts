import { bad, type Check, good } from '../check.ts';
import type { AfterDeploy } from './after-deploy.ts';
import { protectionOff } from './protection-off.ts';
import { stackOf } from './standing.ts';

/** The first execution of the pipeline protects the stacks: see docs/decisions/0011-protection-last.md. */
export const protection: Check<AfterDeploy> = {
  id: 'protection',
  title: 'The stacks are protected from deletion',
  find: async (asked) => {
    const off = protectionOff(asked);
    if (off) return off;
    const standing = await Promise.all([...asked.templates.keys()].map((name) => stackOf(asked, name)));
    const open = standing.filter((one) => !one.protected);
    if (open.length === 0) return good(`all ${standing.length} stacks`);
    return bad(
      `may be deleted: ${open.map(({ name }) => name).join(', ')}`,
      'npx onemerge connect: the first execution of the pipeline protects them',
    );
  },
};
