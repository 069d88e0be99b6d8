import { type Check, good, warning } from '../check.ts';
import type { BeforeDeploy } from './before-deploy.ts';

/**
 * CloudFront refuses accounts that AWS has not verified: "Your account must be verified before you can add new CloudFront
 * resources". No call that reads is known to tell; an account that has a distribution was accepted before.
 * https://github.com/aws-samples/aws-cdk-examples/issues/279
 */
export const cloudFront: Check<BeforeDeploy> = {
  id: 'cloudfront',
  title: 'CloudFront accepts the account',
  find: async ({ account }) => {
    const count = await account.distributions();
    if (count > 0) return good(`it has ${count} ${count === 1 ? 'distribution' : 'distributions'} of the account`);
    return warning(
      'the account has no distribution yet, and AWS refuses new accounts that it has not verified; no call tells',
      'if the stack Ghost fails with "Your account must be verified", open a support case: https://console.aws.amazon.com/support/home',
    );
  },
};
