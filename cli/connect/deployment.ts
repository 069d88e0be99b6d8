import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import type { Config } from '../../lib/config/config.ts';
import { askAws } from '../shared/ask-aws.ts';
import { requireAws } from '../shared/aws-words.ts';
import { CommandError } from '../shared/command-error.ts';
import { jsonIn } from '../shared/json-in.ts';
import type { Aws } from './aws.ts';

/** What the deployed stacks say about the blog that is to be connected. */
export interface Deployment {
  /** Without a trailing slash. */
  readonly blogUrl: string;
  /** The same blog at CloudFront's own name, which stays when the blog's does not. Without a trailing slash. */
  readonly webhookBase: string;
  /** What GitHub signs pushes with; a secret. */
  readonly webhookToken: string;
  readonly pipelineName: string;
  readonly connectionArn: string;
}

/**
 * Reads the outputs of the config's stacks, and the webhook's token.
 * @throws CommandError when AWS cannot be asked, a stack is not deployed, or the secret is not as CDK made it
 */
export async function readDeployment(aws: Aws, config: Pick<Config, 'name'>): Promise<Deployment> {
  const [ghost, pipeline] = await Promise.all([
    readOutputs(aws, `${config.name}-ghost`),
    readOutputs(aws, `${config.name}-pipeline`),
  ]);
  const blogUrl = ghost.required('BlogUrl').replace(/\/$/, '');
  return {
    blogUrl,
    // Only a blog with a domain of its own has two names.
    webhookBase: ghost.optional('CloudFrontUrl')?.replace(/\/$/, '') ?? blogUrl,
    webhookToken: await readToken(aws, ghost.required('WebhookSecretArn')),
    pipelineName: pipeline.required('PipelineName'),
    connectionArn: pipeline.required('ConnectionArn'),
  };
}

/** The outputs of one stack, by name. */
interface Outputs {
  readonly optional: (name: string) => string | undefined;
  /** @throws CommandError when the stack has no such output */
  readonly required: (name: string) => string;
}

/** @throws CommandError when AWS cannot be asked, or the stack is not deployed */
export async function readOutputs(aws: Pick<Aws, 'region' | 'stacks'>, stackName: string): Promise<Outputs> {
  const deploy = 'npx cdk deploy --all';
  const describing = aws.stacks.send(new DescribeStacksCommand({ StackName: stackName })).catch((error: unknown) => {
    if (!(error instanceof Error) || !/does not exist/.test(error.message)) throw error;
    throw new CommandError(`The stack ${stackName} is not deployed in ${aws.region}`, {
      help: `${deploy}; if it is, these are credentials of another account: aws sts get-caller-identity`,
    });
  });
  const answered = describing.then(({ Stacks }) => requireAws(Stacks, 'list of stacks'));
  const [stack] = await askAws(`reading the stack ${stackName}`, aws.region, answered);
  const optional = (name: string) => stack?.Outputs?.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
  const required = (name: string) => {
    const value = optional(name);
    if (value) return value;
    throw new CommandError(`The stack ${stackName} has no output ${name}; its state is ${stack?.StackStatus}`, {
      where: `aws cloudformation describe-stack-events --region ${aws.region} --stack-name ${stackName}`,
      help: `${deploy}, and run this once it has ended well`,
    });
  };
  return { optional, required };
}

async function readToken(aws: Aws, arn: string): Promise<string> {
  const reading = aws.secrets.send(new GetSecretValueCommand({ SecretId: arn }));
  const { SecretString = '' } = await askAws(`reading the secret ${arn}`, aws.region, reading);
  const token = tokenIn(SecretString);
  if (token) return token;
  throw new CommandError('The secret of the webhook is not JSON with the key "token"', {
    where: arn,
    help: `put it back: aws secretsmanager put-secret-value --region ${aws.region} --secret-id ${arn} --secret-string '{"token":"<40 letters and digits>"}'`,
  });
}

function tokenIn(text: string): string | undefined {
  const { token } = (jsonIn(text) ?? {}) as { readonly token?: unknown };
  return typeof token === 'string' ? token : undefined;
}
