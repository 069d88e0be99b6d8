import { RegionInfo } from 'aws-cdk-lib/region-info';
import { askAws } from '../../shared/ask-aws.ts';
import { requireAws } from '../../shared/aws-words.ts';

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
    const asked = token;
    // A page that leads to itself has no end.
    const other = page(asked).then((one) => requireAws(one.next && one.next === asked ? undefined : one, 'next page'));
    const { items = [], next } = await askAws(doing, region, other);
    found.push(...items);
    token = next || undefined;
  } while (token !== undefined);
  return found;
}
