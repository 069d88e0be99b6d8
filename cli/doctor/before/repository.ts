import { bad, type Check, type Finding, good } from '../check.ts';
import type { BeforeDeploy } from './before-deploy.ts';

/** Flux reads the repository without credentials, or as the App of the config. */
export const repository: Check<BeforeDeploy> = {
  id: 'repository',
  title: 'Flux can read the repository and its branch',
  find: async ({ repository, config }) => {
    const { branch, app } = config.repository;
    const { fullName } = repository;
    const seen = await repository.look();
    if (seen === undefined) return app ? unseenByApp(fullName, app) : unseen(fullName);
    const { branches, movedTo } = seen;
    if (movedTo) return bad(`${fullName} is now ${movedTo}`, 'correct repository in onemerge.config.ts');
    if (branches.has(branch))
      return good(`${fullName} ${app ? `lets the App ${app.id} read` : 'is public and has'} the branch ${branch}`);
    return bad(
      `${fullName} has no branch ${branch}; it has ${[...branches.keys()].slice(0, 5).join(', ') || 'none'}`,
      `git push origin HEAD:${branch}, or correct repository.branch in onemerge.config.ts`,
    );
  },
};

const unseen = (fullName: string): Finding =>
  bad(
    `${fullName} is private, or does not exist: Flux would see nothing`,
    `make it public in https://github.com/${fullName}/settings, or let a GitHub App read it (docs/private-repository.md), or correct repository in onemerge.config.ts`,
  );

const unseenByApp = (fullName: string, { id, installation }: { readonly id: number; readonly installation: number }) =>
  bad(
    `the App ${id} does not see ${fullName}`,
    `choose the repository in https://github.com/settings/installations/${installation}, or correct repository in onemerge.config.ts`,
  );
