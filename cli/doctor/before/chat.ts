import { bad, type Check, good } from '../check.ts';
import type { BeforeDeploy } from './before-deploy.ts';

/** Without its secret no merge is told of, and nothing else is wrong: nobody would notice. */
export const chat: Check<BeforeDeploy> = {
  id: 'chat',
  title: 'The chat can be told how merges end',
  find: async ({ account, config: { chat: asked } }) => {
    if (asked === undefined) return good('the config names none');
    if (await account.secretExists(asked.webhookSecretArn)) return good("the secret with its webhook's address exists");
    return bad(
      `there is no secret ${asked.webhookSecretArn}: no merge would be told of`,
      'make it as docs/operations.md says, or leave chat out of onemerge.config.ts',
    );
  },
};
