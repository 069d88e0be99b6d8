import { isProtected } from '../../../lib/config/config.ts';
import { bad, type Check, good, warning } from '../check.ts';
import type { AfterDeploy } from './after-deploy.ts';
import { stackOf } from './standing.ts';

/** The first execution of the pipeline protects the stacks: see docs/decisions/0011-protection-last.md. */
export const protection: Check<AfterDeploy> = {
  id: 'protection',
  title: 'The stacks are protected from deletion',
  find: async (asked) => {
    if (!isProtected(asked.config)) {
      return warning(
        'the config turns protection off',
        "protection: 'on' in onemerge.config.ts, once its reason is over",
      );
    }
    const standing = await Promise.all([...asked.templates.keys()].map((name) => stackOf(asked, name)));
    const open = standing.filter((one) => !one.protected);
    if (open.length === 0) return good(`all ${standing.length} stacks`);
    return bad(
      `may be deleted: ${open.map(({ name }) => name).join(', ')}`,
      'npx onemerge connect: the first execution of the pipeline protects them',
    );
  },
};
