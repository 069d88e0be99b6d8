import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { CodeStarConnectionsClient } from '@aws-sdk/client-codestar-connections';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientSettings } from '../shared/client-settings.ts';

/** What the command asks of AWS, in one region. */
export interface Aws {
  readonly region: string;
  readonly stacks: CloudFormationClient;
  readonly secrets: SecretsManagerClient;
  /** CodeConnections under its former name, which AWS goes on answering, for connections of either name. */
  readonly connections: CodeStarConnectionsClient;
  readonly pipelines: CodePipelineClient;
}

/** Clients with the credentials, profile and AWS_ENDPOINT_URL of the environment, as every AWS tool takes them. */
export function openAws(region: string): Aws {
  const settings = clientSettings(region);
  return {
    region,
    stacks: new CloudFormationClient(settings),
    secrets: new SecretsManagerClient(settings),
    connections: new CodeStarConnectionsClient(settings),
    pipelines: new CodePipelineClient(settings),
  };
}
