import { hasConnections } from '../../../lib/config/regions.ts';
import { bad, type Check, good, warning } from '../check.ts';
import type { BeforeDeploy } from './before-deploy.ts';

/** An account enables newer regions one by one; CodePipeline cannot read GitHub in all of them. */
export const region: Check<BeforeDeploy> = {
  id: 'region',
  title: 'The region is enabled, and has what the pipeline needs',
  find: async ({ account, config: { region: name } }) => {
    const status = await account.regionStatus();
    if (status === undefined) return bad(`the account knows no region ${name}`, 'correct region in onemerge.config.ts');
    if (status === 'not-opted-in') {
      return bad(
        `${name} is not enabled for the account`,
        'enable it: https://console.aws.amazon.com/billing/home#/account',
      );
    }
    if (hasConnections(name)) return good(`${name} (${status})`);
    return warning(
      `${name} (${status}) is not known to read GitHub, and the config gives a reason to try`,
      'look it up: https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html',
    );
  },
};
