import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { z } from 'zod';
import { REGION } from '../fakes/aws/start.ts';
import { buildCredentials } from '../fakes/codepipeline/credentials.ts';
import { readStack } from '../fakes/deployed-stack/read-stack.ts';
import { RehearsalError } from '../shared/errors.ts';
import type { Harness } from './harness.ts';

const granted = z.object({ accessKeyId: z.string(), secretAccessKey: z.string(), sessionToken: z.string() });

/** The ARN of the one role of a stack whose logical id starts with a prefix. @throws RehearsalError when there is none */
export async function roleArn(harness: Harness, stack: string, prefix: string): Promise<string> {
  const { physicalIds } = await readStack(new CloudFormationClient(harness.aws.client), `${harness.name}-${stack}`);
  const [, name] = [...physicalIds].find(([id]) => id.startsWith(prefix) && !id.includes('Policy')) ?? [];
  if (name) return `arn:aws:iam::${harness.aws.account}:role/${name}`;
  throw new RehearsalError(`the stack ${harness.name}-${stack} has no role ${prefix}...`, {
    help: 'correct the prefix where the rehearsal asks for it: git grep roleArn rehearsal',
  });
}

/** The credentials that a build of the pipeline has, in the variables that AWS's SDKs read. */
export async function asBuild(harness: Harness, session: string): Promise<Readonly<Record<string, string>>> {
  const projectArn = `arn:aws:codebuild:${REGION}:${harness.aws.account}:project/deploy`;
  const role = await roleArn(harness, 'pipeline', 'DeployRole');
  return await buildCredentials(harness.aws.ask, { roleArn: role, projectArn, session });
}

/** The credentials that a service of AWS takes by a role of the app, where the role lets it. @throws when AWS refuses */
export async function asService(
  { account, ask }: Pick<Harness['aws'], 'account' | 'ask'>,
  { service, role, source }: { readonly service: string; readonly role: string; readonly source: string },
): Promise<{ readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken: string }> {
  const body = {
    roleArn: `arn:aws:iam::${account}:role/${role}`,
    service,
    sourceArn: `arn:aws:${service.split('.')[0]}:${REGION}:${account}:${source}`,
    session: 'rehearsal',
  };
  return granted.parse(await ask('/_rehearsal/service-credentials', { method: 'POST', body }));
}
