import type { Config } from '../../lib/config/config.ts';
import { ROOT } from '../shared/root.ts';
import { openAccount } from './account/open.ts';
import { BEFORE_DEPLOY } from './before/before-deploy.ts';
import { everythingPulled } from './before/images.ts';
import type { Examined } from './check.ts';
import { examine } from './examine.ts';
import { openRegistry } from './registry/registry.ts';
import { openClone } from './repository/clone.ts';
import { openPublicRepository } from './repository/public-repository.ts';
import { synthesizeTemplates } from './templates.ts';

/**
 * Runs every check that comes before the first deployment, on the account of the environment's credentials.
 * @throws CommandError with exit code 2 when there are no credentials that AWS accepts: nothing can be asked then
 */
export async function askBeforeDeploy(config: Config): Promise<Examined[]> {
  const { owner, name } = config.repository;
  const account = openAccount(config.region);
  await account.caller();
  return await examine(BEFORE_DEPLOY, {
    config,
    account,
    templates: synthesizeTemplates(config),
    repository: openPublicRepository(`${owner}/${name}`),
    clone: openClone(ROOT),
    pulled: everythingPulled(),
    registry: openRegistry(),
  });
}
