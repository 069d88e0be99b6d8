import { awsRefusal } from '../shared/aws-refusal.ts';
import { CommandError } from '../shared/command-error.ts';

const WHO = 'aws sts get-caller-identity   # shows whose credentials are used';

const UNREACHABLE = ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH'];

/**
 * Waits for a call to AWS and words its failure.
 * @param doing what was being done, for example `reading the stack blog-ghost`
 * @throws CommandError for every failure of the call
 */
export async function askAws<T>(doing: string, region: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof CommandError || !(error instanceof Error)) throw error;
    throw explain(error, `${doing} in ${region}`);
  }
}

function explain(error: Error, where: string): CommandError {
  const { name, message } = error;
  const refusal = awsRefusal(name);
  if (refusal === 'no-credentials') {
    return new CommandError(`No AWS credentials: ${message}`, {
      where,
      help: `aws sso login, or export AWS_PROFILE=<profile>; then ${WHO}`,
    });
  }
  if (refusal === 'expired') {
    return new CommandError('The AWS credentials have expired', { where, help: `aws sso login; then ${WHO}` });
  }
  if (refusal === 'unknown') {
    return new CommandError(`AWS does not accept the credentials: ${message}`, { where, help: WHO });
  }
  if (refusal === 'denied') {
    return new CommandError(`AWS does not allow it: ${message}`, {
      where,
      help: `use the credentials that deployed the stacks; ${WHO}`,
    });
  }
  if (name === 'TimeoutError' || UNREACHABLE.includes(codeOf(error))) {
    return new CommandError(`AWS cannot be reached: ${message || codeOf(error)}`, {
      where,
      help: 'check the network and AWS_ENDPOINT_URL, then run the command again',
    });
  }
  return new CommandError(`AWS answered ${name}: ${message}`, { where, help: 'run the command again' });
}

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : '');
