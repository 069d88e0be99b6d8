import type { Artifact, Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import { CodeStarConnectionsSourceAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { Config } from '../config/config.ts';
import { actionRole } from './action-role.ts';
import { grantConnection } from './connection-grant.ts';

/** The stage and the action by which every pipeline reads the repository. */
const STAGE = 'Source';
const ACTION = 'GitHub';

interface GitHubSource {
  readonly repository: Config['repository'];
  /** The connection that the source comes through. */
  readonly connectionArn: string;
}

/** Reads the branch of the config. @param how what one pipeline needs and another does not */
export function githubSource(
  { repository, connectionArn }: GitHubSource,
  output: Artifact,
  how: { readonly triggerOnPush?: false; readonly codeBuildCloneOutput?: true },
): CodeStarConnectionsSourceAction {
  const { owner, name, branch } = repository;
  return new CodeStarConnectionsSourceAction({
    actionName: ACTION,
    ...{ owner, repo: name, branch, connectionArn, output },
    ...how,
  });
}

/** The stage that an action of `githubSource` is in. */
export const sourceStage = (github: CodeStarConnectionsSourceAction) => ({ stageName: STAGE, actions: [github] });

/** Narrows what the source action may do with the connection. Once the pipeline is made, and with it the role. */
export function grantSource(pipeline: Pipeline, { repository, connectionArn }: GitHubSource): void {
  grantConnection(actionRole(pipeline, STAGE, ACTION), connectionArn, repository);
}
