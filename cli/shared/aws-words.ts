import { environmentFault } from './aws-environment.ts';
import { awsRefusal } from './aws-refusal.ts';

/** A failed call to AWS in words: what AWS or its SDK said, and what helps. */
export interface AwsWords {
  readonly what: string;
  readonly help: string;
  /** Calling again changes nothing before somebody has done what helps. */
  readonly final: boolean;
}

type Wording = (message: string, env: NodeJS.ProcessEnv) => AwsWords;

const WHO = 'aws sts get-caller-identity';

const UNREACHABLE =
  /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPROTO|CERT_\w+|\w+_CERT\w*)$/;

/**
 * Words a call to AWS that failed because of the caller, the network, or what answers in AWS's place.
 * @param env the environment that the SDK took its credentials and addresses from
 * @returns undefined when AWS answered about what was asked for
 */
export function awsWords(error: unknown, env: NodeJS.ProcessEnv = process.env): AwsWords | undefined {
  if (!(error instanceof Error)) return undefined;
  const { name } = error;
  const message = oneLine(error.message);
  const ofEnvironment = environmentFault(error, env);
  if (ofEnvironment) return { ...ofEnvironment, final: true };
  // Of an answer that breaks off the SDK says both.
  if (name === 'TimeoutError') return unreachable(withinTime(error.message), env);
  if (name === 'CredentialsTimeoutError') return tooSlow(message, env);
  if (isNotAws(error)) return notAws(firstLine(error.message), env);
  if (UNREACHABLE.test(codeOf(error))) return unreachable(message || codeOf(error), env);
  if (/^(RequestTimeTooSkewed|RequestInTheFuture)$/.test(name) || /signature (expired|not yet current)/i.test(message))
    return clock(message, env);
  if (/^(OptInRequired|RegionDisabledException)$/.test(name)) return regionOff(message, env);
  const refusal = awsRefusal(name);
  return refusal && REFUSALS[refusal](message, env);
}

const REFUSALS: Readonly<Record<NonNullable<ReturnType<typeof awsRefusal>>, Wording>> = {
  'no-credentials': (message, env) => ({
    what: `No AWS credentials: ${message}`,
    help: helpForNone(env),
    final: true,
  }),
  expired: (message, env) => ({
    what: `The AWS credentials have expired: ${message}`,
    help: env.AWS_ACCESS_KEY_ID
      ? 'they are those of AWS_ACCESS_KEY_ID and AWS_SESSION_TOKEN: export new ones, or unset both'
      : `aws sso login; then ${WHO}`,
    final: true,
  }),
  unknown: (message, env) => ({
    what: `AWS does not accept the credentials: ${message}`,
    help: `correct ${sourceOf(env)}; then ${WHO}`,
    final: true,
  }),
  denied: (message, env) => ({
    what: `AWS does not allow it: ${message}`,
    help: `use the credentials that deployed the stacks instead of ${sourceOf(env)}; ${WHO}`,
    final: true,
  }),
};

/** The SDK waits for whatever a profile names: a program, a portal, a file that is a pipe. */
const tooSlow: Wording = (message, env) => ({
  what: `No AWS credentials: ${message}`,
  help: `run the program by itself that is to give them, if one is; to see it: ${
    env.AWS_PROFILE
      ? `aws configure get credential_process --profile ${env.AWS_PROFILE}`
      : 'aws configure get credential_process'
  }`,
  final: true,
});

function helpForNone(env: NodeJS.ProcessEnv): string {
  if (env.AWS_ACCESS_KEY_ID && !env.AWS_SECRET_ACCESS_KEY) {
    return 'AWS_ACCESS_KEY_ID is set without AWS_SECRET_ACCESS_KEY: export both, or unset it';
  }
  return env.AWS_PROFILE
    ? `AWS_PROFILE is "${env.AWS_PROFILE}": to see which there are: aws configure list-profiles; to sign in: aws sso login`
    : `aws sso login, or export AWS_PROFILE=<profile>; then ${WHO}`;
}

/** Where the SDK has the credentials from, by the order in which it looks. */
function sourceOf(env: NodeJS.ProcessEnv): string {
  if (env.AWS_ACCESS_KEY_ID) return 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY of the environment';
  if (env.AWS_PROFILE) return `the profile that AWS_PROFILE names, "${env.AWS_PROFILE}"`;
  if (env.AWS_WEB_IDENTITY_TOKEN_FILE) return 'what AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN name';
  return 'the default profile';
}

/** A portal, a proxy or a wrong address answered: with a page, with half of an answer, or with nothing. */
function isNotAws({ name, message }: Error): boolean {
  return name === 'NotAws' || /^Unknown(Error)?$/.test(message) || /Deserialization error/.test(message);
}

const notAws: Wording = (message, env) => ({
  what: `What answers in the place of AWS is not AWS: ${message}`,
  help: `${endpointAdvice(env)}, then run the command again`,
  final: false,
});

const unreachable: Wording = (message, env) => ({
  what: `AWS cannot be reached: ${message}`,
  help: `${endpointAdvice(env)}, then run the command again`,
  final: false,
});

const clock: Wording = (message) => ({
  what: `AWS does not accept the time of this machine: ${message}`,
  help: 'set its clock: date -u shows it',
  final: true,
});

const regionOff: Wording = (message) => ({
  what: `The account does not use this region: ${message}`,
  help: 'aws account list-regions, and enable it there; or name another region in onemerge.config.ts',
  final: true,
});

function endpointAdvice(env: NodeJS.ProcessEnv): string {
  const names = ['AWS_ENDPOINT_URL', 'HTTPS_PROXY', 'https_proxy'].filter((name) => env[name]);
  return names.length === 0
    ? 'check the network, and AWS_ENDPOINT_URL'
    : `check the network, and ${names.join(' and ')}`;
}

/** An answer without what every answer of AWS holds. The SDK takes a page for an answer with nothing in it. */
export function requireAws<T>(found: T | undefined, missing: string): T {
  if (found !== undefined) return found;
  throw Object.assign(new Error(`its answer has no ${missing}`), { name: 'NotAws' });
}

/** The SDK words a limit as a note to who wrote the program. */
function withinTime(message: string): string {
  const [, milliseconds] = /\b(\d+) ms\b/.exec(message) ?? [];
  return milliseconds === undefined ? firstLine(message) : `no answer within ${Number(milliseconds) / 1000} s`;
}

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : '');

const oneLine = (text: string) => text.trim().replaceAll(/\s*\n\s*/g, ' ');

const firstLine = (text: string) => text.split('\n')[0] ?? text;
