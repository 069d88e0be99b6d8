import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { ACCOUNT, REGION } from '../fakes/aws/start.ts';
import { buildCredentials } from '../fakes/codepipeline/credentials.ts';
import { readStack } from '../fakes/deployed-stack/read-stack.ts';
import { RehearsalError } from '../shared/errors.ts';
import type { Harness } from './harness.ts';

/** The ARN of the one role of a stack whose logical id starts with a prefix. @throws RehearsalError when there is none */
export async function roleArn(harness: Harness, stack: string, prefix: string): Promise<string> {
  const { physicalIds } = await readStack(new CloudFormationClient(harness.aws.client), `${harness.name}-${stack}`);
  const [, name] = [...physicalIds].find(([id]) => id.startsWith(prefix) && !id.includes('Policy')) ?? [];
  if (name) return `arn:aws:iam::${ACCOUNT}:role/${name}`;
  throw new RehearsalError(`the stack ${harness.name}-${stack} has no role ${prefix}...`, {
    help: 'correct the prefix where the rehearsal asks for it: git grep roleArn rehearsal',
  });
}

/** The credentials that a build of the pipeline has, in the variables that AWS's SDKs read. */
export async function asBuild(harness: Harness, session: string): Promise<Readonly<Record<string, string>>> {
  const projectArn = `arn:aws:codebuild:${REGION}:${ACCOUNT}:project/deploy`;
  const role = await roleArn(harness, 'pipeline', 'DeployRole');
  return await buildCredentials(harness.aws.ask, { roleArn: role, projectArn, session });
}
