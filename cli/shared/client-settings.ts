import type { STSClientConfig } from '@aws-sdk/client-sts';
import { ownCredentials } from './own-credentials.ts';
import { wholeInTime } from './whole-in-time.ts';

/** How clients are made: the credentials, profile and AWS_ENDPOINT_URL of the environment, as every AWS tool takes them. */
export type ClientSettings = Pick<STSClientConfig, 'logger'> &
  Required<Pick<STSClientConfig, 'credentials' | 'maxAttempts' | 'requestHandler'>> & {
    readonly region: string;
    readonly extensions?: ReturnType<typeof wholeInTime>[];
  };

/**
 * How long AWS may take, in milliseconds. Without them a call waits for ever where something answers in the place of AWS and then
 * keeps silent: `requestTimeout` ends with the first bytes of an answer, `socketTimeout` is for the rest.
 */
const LIMITS = { connectionTimeout: 5_000, requestTimeout: 15_000, socketTimeout: 15_000, throwOnRequestTimeout: true };

/** Longest time from the first bytes of an answer to its last, in milliseconds: templates have a megabyte. */
const WHOLE = 30_000;

/**
 * Bounded, so that an account that cannot be reached is told within a minute.
 * @param credentials in place of those of the environment
 */
export const clientSettings = (region: string, credentials?: ClientSettings['credentials']): ClientSettings => ({
  region,
  requestHandler: LIMITS,
  extensions: [wholeInTime(WHOLE)],
  maxAttempts: 3,
  credentials: credentials ?? ownCredentials({ region, requestHandler: LIMITS }),
});
