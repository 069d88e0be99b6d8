import { bootstrapNames } from '../../../lib/bootstrap/names.ts';
import { regionsOf } from '../../../lib/config/certificate-region.ts';
import { bad, type Check, good } from '../check.ts';
import type { BeforeDeploy } from './before-deploy.ts';

/**
 * The first version with the lookup role, which the verdict and `doctor` read with; deploying alone takes 6.
 * https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html
 */
const OLDEST = 8;

const COMMAND = 'npx onemerge bootstrap';

/** Without it nothing can be deployed; with another qualifier neither. */
export const bootstrap: Check<BeforeDeploy> = {
  id: 'bootstrap',
  title: 'The region is bootstrapped',
  find: async ({ account, config }) => {
    const { qualifier } = bootstrapNames(config);
    const versions: number[] = [];
    for (const region of regionsOf(config)) {
      const version = await account.bootstrapVersion(qualifier, region);
      if (version === undefined) return bad(`${region} has no bootstrap with the qualifier ${qualifier}`, COMMAND);
      if (!(version >= OLDEST)) return bad(`version ${version} is too old: ${OLDEST} or newer is needed`, COMMAND);
      versions.push(version);
    }
    return good(`version ${[...new Set(versions)].join(' and ')}, qualifier ${qualifier}`);
  },
};
