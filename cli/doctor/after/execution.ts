import type { Config } from '../../../lib/config/config.ts';
import { answerBy, approvalWords, askAgainBy } from '../../shared/approval-words.ts';
import { short } from '../../verify/names.ts';
import type { PipelineExecution } from '../account/delivery.ts';
import { bad, type Check, good, warning } from '../check.ts';
import type { AfterDeploy } from './after-deploy.ts';
import { outputOf } from './standing.ts';

/** An execution succeeds when the verdict has said that its commit is live, or that a newer one takes its place. */
export const execution: Check<AfterDeploy> = {
  id: 'execution',
  title: 'The latest execution ended with a good verdict',
  find: async (asked) => {
    const { account, config } = asked;
    const pipeline = await outputOf(asked, 'pipeline', 'PipelineName');
    const [latest] = await account.executions(pipeline, 1, config.environment?.approval);
    if (latest === undefined) return bad(`${pipeline} has never run`, 'npx onemerge connect');
    const text = `${pipeline}: ${latest.id} is ${latest.status}`;
    if (latest.status === 'Succeeded') return good(text);
    const unapproved = notApproved(latest, config);
    if (unapproved) return warning(`${pipeline}: ${unapproved.text}`, unapproved.help);
    if (latest.status === 'InProgress') return warning(text, 'wait until it has ended, then run the command again');
    return bad(text, endOfBuild(account.region, pipeline));
  },
};

/** What a person has not approved, in words, and the command that helps; undefined for every other execution. */
export function notApproved(
  { approval, commit }: PipelineExecution,
  { environment }: Pick<Config, 'environment'>,
): { readonly text: string; readonly help: string } | undefined {
  if (approval === undefined || approval.state === 'given' || environment === undefined) return undefined;
  const hash = commit?.hash ?? '<sha>';
  const help = approval.state === 'awaited' ? answerBy : askAgainBy;
  return { text: `${short(hash)} ${approvalWords(approval)}`, help: help(environment.name, hash) };
}

/** Where a person reads why an execution failed. */
export const endOfBuild = (region: string, pipeline: string): string =>
  `read the end of its build: https://${region}.console.aws.amazon.com/codesuite/codepipeline/pipelines/${pipeline}/view`;
