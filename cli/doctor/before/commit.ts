import { bad, type Check, type Finding, good, unknown, warning } from '../check.ts';
import type { Ancestry } from '../repository/clone.ts';
import type { BeforeDeploy } from './before-deploy.ts';

/** You deploy the files in this folder; Flux and the pipeline deploy what the branch holds. */
export const commit: Check<BeforeDeploy> = {
  id: 'commit',
  title: 'The branch holds what would be deployed from here',
  find: async ({ repository, clone, config }) => {
    const { branch } = config.repository;
    const changes = await clone.changes();
    if (changes.length > 0) {
      return bad(
        `not committed: ${changes.slice(0, 5).join(', ')}`,
        `git commit -am "Configure" && git push origin HEAD:${branch}`,
      );
    }
    const [head, tip] = [await clone.head(), (await repository.look())?.branches.get(branch)];
    if (tip === undefined)
      return unknown(`the branch ${branch} of ${repository.fullName} cannot be read`, 'mend the line repository first');
    return judge(head, tip, await clone.ancestryOf(tip), `${branch} of ${repository.fullName}`);
  },
};

function judge(head: string, tip: string, ancestry: Ancestry, branch: string): Finding {
  const [here, there] = [head.slice(0, 7), tip.slice(0, 7)];
  const name = branch.split(' ')[0];
  switch (ancestry) {
    case 'same':
      return good(`${branch} is at ${here}, as this folder`);
    case 'older':
      return bad(`${branch} is at ${there} and does not have ${here} yet`, `git push origin HEAD:${name}`);
    case 'newer':
      return warning(`${branch} is at ${there}, which is newer than ${here}`, 'git pull, then run the command again');
    case 'apart':
      return bad(
        `${branch} is at ${there}, and ${here} is no part of it`,
        `git pull --rebase, then git push origin HEAD:${name}`,
      );
    case 'not here':
      return bad(`${branch} is at ${there}, which this clone does not have`, 'git pull, then run the command again');
  }
}
