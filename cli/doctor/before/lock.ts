import { requireLock } from '../../lock/lock.ts';
import { synthesizedInfrastructure } from '../../lock/synthesized-infrastructure.ts';
import { CommandError } from '../../shared/command-error.ts';
import { bad, type Check, good } from '../check.ts';
import type { BeforeDeploy } from './before-deploy.ts';

/** With a stale lock the manifests would wait for infrastructure that nobody deploys. */
export const lock: Check<BeforeDeploy> = {
  id: 'lock',
  title: 'The manifests wait for what would be deployed',
  find: async ({ config }) => {
    try {
      return good(requireLock(config, synthesizedInfrastructure(config)));
    } catch (error) {
      if (error instanceof CommandError && error.exitCode === 1) return bad(error.message, error.help);
      throw error;
    }
  },
};
