import { DefaultStackSynthesizer } from 'aws-cdk-lib/core';
import { cdkContext } from '../../shared/cdk-context.ts';
import { bad, type Check, good } from '../check.ts';
import type { BeforeDeploy } from './before-deploy.ts';

/**
 * The first version with the lookup role, which the verdict and `doctor` read with; deploying alone takes 6.
 * https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html
 */
const OLDEST = 8;

/** The qualifier of the roles that this app deploys with. */
const qualifier = (): string =>
  String(cdkContext()['@aws-cdk/core:bootstrapQualifier'] ?? DefaultStackSynthesizer.DEFAULT_QUALIFIER);

/** Without it nothing can be deployed; with another qualifier neither. */
export const bootstrap: Check<BeforeDeploy> = {
  id: 'bootstrap',
  title: 'The region is bootstrapped',
  find: async ({ account, config: { region } }) => {
    const [{ account: id }, version] = await Promise.all([account.caller(), account.bootstrapVersion(qualifier())]);
    const command = `npx cdk bootstrap aws://${id}/${region}`;
    if (version === undefined) {
      return bad(`${region} has no bootstrap with the qualifier ${qualifier()}`, command);
    }
    if (!(version >= OLDEST)) return bad(`version ${version} is too old: ${OLDEST} or newer is needed`, command);
    return good(`version ${version}, qualifier ${qualifier()}`);
  },
};
