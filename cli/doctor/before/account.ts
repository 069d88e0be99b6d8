import { bad, type Check, good } from '../check.ts';
import type { BeforeDeploy } from './before-deploy.ts';

/** Whose account would be deployed to. */
export const account: Check<BeforeDeploy> = {
  id: 'account',
  title: 'The account is the one you mean',
  find: async ({ account, config }) => {
    const { account: id, arn } = await account.caller();
    if (config.account === undefined) return good(`${id}, as ${arn}; the config names none`);
    if (config.account === id) return good(`${id}, as ${arn}`);
    return bad(
      `the credentials are of ${id} (${arn}), and the config names ${config.account}`,
      'set AWS_PROFILE to a profile of that account, or correct account in onemerge.config.ts',
    );
  },
};
