import type { STSClientConfig } from '@aws-sdk/client-sts';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { askAws } from '../../shared/ask-aws.ts';

/** How clients are made: the credentials, profile and AWS_ENDPOINT_URL of the environment, as every AWS tool takes them. */
export type ClientSettings = Pick<STSClientConfig, 'credentials' | 'logger' | 'maxAttempts' | 'requestHandler'> & {
  readonly region: string;
};

/** Bounded, so that an account that cannot be reached is told within a minute. Milliseconds. */
export const clientSettings = (region: string): ClientSettings => ({
  region,
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 20_000, throwOnRequestTimeout: true },
  maxAttempts: 3,
});

/** A region of the same partition that every account may use: there it can be asked about one that is not enabled. */
export const homeRegion = (region: string): string =>
  RegionInfo.get(region).partition === 'aws' ? 'us-east-1' : region;

/**
 * Every page of a list.
 * @param doing what is being asked, for the message of a failure
 * @param page asks for the page behind a token, and returns its items with the token of the next one
 * @throws CommandError when AWS refuses, or cannot be reached
 */
export async function everyPage<Item>(
  doing: string,
  region: string,
  page: (token: string | undefined) => Promise<{ items: readonly Item[] | undefined; next: string | undefined }>,
): Promise<Item[]> {
  const found: Item[] = [];
  let token: string | undefined;
  do {
    const { items = [], next } = await askAws(doing, region, page(token));
    found.push(...items);
    token = next || undefined;
  } while (token !== undefined);
  return found;
}
