import { environmentFault } from './aws-environment.ts';
import type { ClientSettings } from './client-settings.ts';

type Provider = Extract<ClientSettings['credentials'], (...words: never[]) => unknown>;

/** Longest wait for credentials, in milliseconds: a person may have to type a code, or to touch a key. */
const LONGEST = 60_000;

/** What the SDK says when everything that it tried has failed; each for a reason that it keeps to itself. */
const ANY = /^Could not load credentials from any providers/;

/**
 * The caller's own credentials, from where every AWS tool takes them. A `credential_process` that hangs is not waited for without
 * end, and of one that fails the reason is told.
 * @param longest wait, in milliseconds
 */
export function ownCredentials(
  { region, requestHandler }: Pick<ClientSettings, 'region' | 'requestHandler'>,
  longest = LONGEST,
): Provider {
  // Not the settings' own credentials: a role is assumed with those of its source.
  const clientConfig = { region, requestHandler };
  let chain: Provider | undefined;
  return async (options) => {
    // Loaded here: most words on the command line need no credentials.
    const { fromIni, fromNodeProviderChain } = await import('@aws-sdk/credential-providers');
    chain ??= fromNodeProviderChain({ clientConfig });
    const reading = chain(options).catch(async (error: Error) => {
      if (isOfFile(error)) throw ofProfile(error.message);
      throw ANY.test(error.message) ? worded(error, await failureOf(fromIni({ clientConfig })(options))) : error;
    });
    return await within(longest, reading);
  };
}

/** A file that a profile names, and no variable. */
const isOfFile = (error: Error): boolean => 'path' in error && environmentFault(error, process.env) === undefined;

const failureOf = (reading: Promise<unknown>): Promise<Error | undefined> =>
  reading.then(
    () => undefined,
    (error: Error) => error,
  );

/** Why the profile gives none, without the command line that was tried: it may hold a secret. */
function worded(error: Error, why: Error | undefined): Error {
  // Nobody has said that there is a profile.
  const isUnnamed = !process.env.AWS_PROFILE && /^Could not resolve credentials using profile/.test(why?.message ?? '');
  if (why === undefined || isUnnamed) return error;
  return ofProfile(why.message.replace(/^Command failed: .*\s*/, 'its credential_process failed: ').trim());
}

const ofProfile = (why: string): Error =>
  Object.assign(new Error(`the profile ${process.env.AWS_PROFILE || 'default'}: ${why}`), {
    name: 'CredentialsProviderError',
  });

async function within<T>(longest: number, reading: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new Error(`none within ${longest / 1000} s`);
    timer = setTimeout(() => reject(Object.assign(error, { name: 'CredentialsTimeoutError' })), longest);
  });
  try {
    return await Promise.race([reading, late]);
  } finally {
    clearTimeout(timer);
  }
}
