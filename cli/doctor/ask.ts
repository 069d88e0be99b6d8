import type { Config } from '../../lib/config/config.ts';
import { ROOT } from '../shared/root.ts';
import { synthesizeTemplates } from '../shared/templates.ts';
import { openAccountOf } from './account/open.ts';
import { AFTER_DEPLOY } from './after/after-deploy.ts';
import { BEFORE_DEPLOY } from './before/before-deploy.ts';
import { everythingPulled } from './before/images.ts';
import { certificateEnd } from './certificate-end.ts';
import type { Examined } from './check.ts';
import { type ExamineOptions, examine } from './examine.ts';
import { openRegistry } from './registry/registry.ts';
import { openClone } from './repository/clone.ts';
import { openGitHub } from './repository/github.ts';
import { openRepository } from './repository/remote-repository.ts';
import { signInAsApp } from './repository/sign-in.ts';
import { visit } from './visit.ts';

/**
 * Runs every check that comes before the first deployment, on the account of the environment's credentials.
 * @throws CommandError with exit code 2 when there are no credentials that AWS accepts: nothing can be asked then
 */
export async function askBeforeDeploy(config: Config, options: ExamineOptions): Promise<Examined[]> {
  const asked = { ...(await whatBothAsk(config)), pulled: everythingPulled(config), registry: openRegistry() };
  return await examine(BEFORE_DEPLOY, asked, options);
}

/** The same for what stands. */
export async function askAfterDeploy(config: Config, options: ExamineOptions): Promise<Examined[]> {
  const asked = {
    ...(await whatBothAsk(config)),
    visit,
    certificateEnd,
    github: () => openGitHub(config),
    now: new Date(),
  };
  return await examine(AFTER_DEPLOY, asked, options);
}

async function whatBothAsk(config: Config) {
  const { owner, name } = config.repository;
  const account = openAccountOf(config);
  await account.caller();
  return {
    config,
    account,
    templates: synthesizeTemplates(config),
    repository: openRepository(`${owner}/${name}`, { signIn: signInAsApp(config, account) }),
    clone: openClone(ROOT),
  };
}
