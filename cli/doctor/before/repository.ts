import { bad, type Check, good } from '../check.ts';
import type { BeforeDeploy } from './before-deploy.ts';

/** Flux reads the repository without credentials. */
export const repository: Check<BeforeDeploy> = {
  id: 'repository',
  title: 'Everybody can read the repository and its branch',
  find: async ({ repository, config }) => {
    const { branch } = config.repository;
    const { fullName } = repository;
    const seen = await repository.look();
    if (seen === undefined) {
      return bad(
        `${fullName} is private, or does not exist: Flux would see nothing`,
        `make it public in https://github.com/${fullName}/settings, or correct repository in onemerge.config.ts`,
      );
    }
    const { branches, movedTo } = seen;
    if (movedTo) return bad(`${fullName} is now ${movedTo}`, 'correct repository in onemerge.config.ts');
    if (branches.has(branch)) return good(`${fullName} is public and has the branch ${branch}`);
    return bad(
      `${fullName} has no branch ${branch}; it has ${[...branches.keys()].slice(0, 5).join(', ') || 'none'}`,
      `git push origin HEAD:${branch}, or correct repository.branch in onemerge.config.ts`,
    );
  },
};
