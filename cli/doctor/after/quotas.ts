import { increase, type QuotaRow, quotaRows, tooLittle } from '../before/quotas.ts';
import { type Check, good, warning } from '../check.ts';
import type { AfterDeploy } from './after-deploy.ts';
import { stackOf } from './standing.ts';

/**
 * What others of the account have used up since the first deployment: a node that is replaced, a build, or the merge that needs one more
 * of something, fails then.
 */
export const quotas: Check<Pick<AfterDeploy, 'account' | 'templates' | 'config'>> = {
  id: 'quotas',
  title: 'The quotas leave room for one more',
  find: async (asked) => {
    const { account, templates, config } = asked;
    await stackOf(asked, `${config.name}-network`);
    const [rows, short] = await Promise.all([quotaRows(account, templates), tooLittle(account)]);
    const [worst] = [...short.filter(({ state }) => state === 'bad'), ...short];
    if (worst) return worst;
    const full = rows.filter(({ allowed, used }) => used >= allowed);
    const listed = (some: readonly QuotaRow[]) =>
      some.map(({ name, used, allowed }) => `${name} ${used} of ${allowed}`).join(', ');
    const [first] = full;
    if (first === undefined) return good(listed(rows));
    return warning(
      `used up: ${listed(full)}; a merge that needs another one will be rolled back`,
      increase(account.region, first.service),
    );
  },
};
