import { consolePage } from '../../connect/handshake.ts';
import { short } from '../../verify/names.ts';
import { bad, type Check, good, unknown, warning } from '../check.ts';
import type { AfterDeploy } from './after-deploy.ts';
import { outputOf } from './standing.ts';

/** How many executions are looked through: more than wait for each other. */
const LATEST = 20;
/** By then an execution has begun. */
const BEGINS_WITHIN_MS = 10 * 60_000;

/**
 * Whether a push still starts the pipeline. A connection whose app was removed from the repository on GitHub, or may not see it any more,
 * stays AVAILABLE in AWS: no execution begins, so none fails, and no alarm is raised.
 */
export const pushed: Check<Pick<AfterDeploy, 'account' | 'templates' | 'config' | 'repository' | 'clone' | 'now'>> = {
  id: 'pushed',
  title: 'The newest commit has started the pipeline',
  find: async (asked) => {
    const { account, config, repository, clone, now } = asked;
    const { repository: at, environment } = config;
    const pipeline = await outputOf(asked, 'pipeline', 'PipelineName');
    if (environment?.after !== undefined) return good('not asked: a push starts nothing here, a promotion does');
    const tip = (await repository.look())?.branches.get(at.branch);
    if (tip === undefined)
      return unknown(
        `the branch ${at.branch} of ${repository.fullName} cannot be read`,
        'npx onemerge doctor --before-deploy, and mend its line repository',
      );
    const executions = await account.executions(pipeline, LATEST, undefined);
    const found = executions.find(({ commit }) => commit?.hash === tip);
    if (found) return good(`${short(tip)}, the newest of ${at.branch}: ${found.id}`);
    // Until its source is read, nobody knows which commit an execution is of.
    const begun = executions.find(({ status, commit }) => status === 'InProgress' && commit === undefined);
    if (begun) return good(`${short(tip)} is the newest of ${at.branch}, and ${begun.id} has just begun`);
    if (executions.every(({ commit }) => commit === undefined))
      return bad(`no execution of ${pipeline} has read a commit yet`, 'npx onemerge connect');
    const text = `${short(tip)} is the newest of ${at.branch}, and no execution of ${pipeline} is of it`;
    const made = await clone.committedAt(tip);
    if (made === undefined)
      return warning(`${text}; how old it is, this clone does not know`, 'git fetch, then run the command again');
    if (now.getTime() - made.getTime() < BEGINS_WITHIN_MS)
      return warning(`${text} yet`, 'wait a minute, then run the command again');
    return bad(
      text,
      `see whether "AWS Connector for GitHub" may still read the repository, https://github.com/settings/installations and ${consolePage(account.region)}; then aws codepipeline start-pipeline-execution --region ${account.region} --name ${pipeline}`,
    );
  },
};
