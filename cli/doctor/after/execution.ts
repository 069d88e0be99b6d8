import { bad, type Check, good, warning } from '../check.ts';
import type { AfterDeploy } from './after-deploy.ts';
import { outputOf } from './standing.ts';

/** An execution succeeds when the verdict has said that its commit is live, or that a newer one takes its place. */
export const execution: Check<AfterDeploy> = {
  id: 'execution',
  title: 'The latest execution ended with a good verdict',
  find: async (asked) => {
    const { account } = asked;
    const pipeline = await outputOf(asked, 'pipeline', 'PipelineName');
    const [latest] = await account.executions(pipeline, 1);
    if (latest === undefined) return bad(`${pipeline} has never run`, 'npx onemerge connect');
    const text = `${pipeline}: ${latest.id} is ${latest.status}`;
    if (latest.status === 'Succeeded') return good(text);
    if (latest.status === 'InProgress') return warning(text, 'wait until it has ended, then run the command again');
    return bad(text, endOfBuild(account.region, pipeline));
  },
};

/** Where a person reads why an execution failed. */
export const endOfBuild = (region: string, pipeline: string): string =>
  `read the end of its build: https://${region}.console.aws.amazon.com/codesuite/codepipeline/pipelines/${pipeline}/view`;
