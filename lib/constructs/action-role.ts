import type { Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { Role } from 'aws-cdk-lib/aws-iam';

/** The role that the CDK makes for an action of a pipeline, and gives nobody otherwise. */
export const actionRole = (pipeline: Pipeline, stage: string, action: string): Role =>
  pipeline.node.findChild(stage).node.findChild(action).node.findChild('CodePipelineActionRole') as Role;
