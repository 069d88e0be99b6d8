import { z } from 'zod';
import type { Deployed } from '../deployed-stack/deployed.ts';
import { NotEmulatedError } from '../deployed-stack/not-emulated.ts';

/** Which names of a kind are taken. */
type Selection = (name: string) => boolean;

/** What of a viewer's request reaches the origin. Header names are given in lower case. */
export interface Forwarding {
  readonly header: Selection;
  readonly cookie: Selection;
  readonly query: Selection;
}

const all: Selection = () => true;
const none: Selection = () => false;
const either =
  (one: Selection, other: Selection): Selection =>
  (name) =>
    one(name) || other(name);

/** CloudFront's own policies, which templates name by id. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html */
const MANAGED: Readonly<Record<string, Forwarding>> = {
  // AllViewer
  '216adef6-5c7f-47e4-b989-5492eafa07d3': { header: all, cookie: all, query: all },
  // AllViewerExceptHostHeader
  'b689b0a8-53d0-40ab-baf2-68738e2966ac': { header: (name) => name !== 'host', cookie: all, query: all },
};

const names = z.array(z.string()).optional();
const headers = z.strictObject({
  HeaderBehavior: z.enum(['none', 'whitelist', 'allViewer', 'allExcept']),
  Headers: names,
});
const cookies = z.strictObject({ CookieBehavior: z.enum(['none', 'whitelist', 'all', 'allExcept']), Cookies: names });
const queries = z.strictObject({
  QueryStringBehavior: z.enum(['none', 'whitelist', 'all', 'allExcept']),
  QueryStrings: names,
});
const three = { HeadersConfig: headers, CookiesConfig: cookies, QueryStringsConfig: queries };

const originRequestPolicy = z.object({ OriginRequestPolicyConfig: z.object(three) });

/** What a policy says of headers, cookies and query strings. */
export const selectionShape = z.object(three);

/** Joins a behavior's two policies: what is part of the cache key is forwarded too. */
export function forwarding(key: Forwarding, originRequestPolicyId: unknown, deployed: Deployed): Forwarding {
  if (originRequestPolicyId === undefined) return key;
  const more = policy(originRequestPolicyId, MANAGED, deployed, (id) => {
    const found = deployed.properties(id, 'AWS::CloudFront::OriginRequestPolicy', originRequestPolicy);
    return selections(found.OriginRequestPolicyConfig);
  });
  return {
    header: either(key.header, more.header),
    cookie: either(key.cookie, more.cookie),
    query: either(key.query, more.query),
  };
}

/**
 * A policy of the stack, or one of CloudFront's own by its id.
 * @throws NotEmulatedError for one of CloudFront's own that is not in `managed`
 */
export function policy<T>(
  value: unknown,
  managed: Readonly<Record<string, T>>,
  deployed: Deployed,
  own: (logicalId: string) => T,
): T {
  const id = deployed.target(value);
  if (id) return own(id);
  const found = typeof value === 'string' ? managed[value] : undefined;
  if (!found) throw new NotEmulatedError(`the managed policy ${JSON.stringify(value)} is not emulated`, 'Distribution');
  return found;
}

/** What a policy's headers, cookies and query strings select. */
export function selections(config: z.infer<typeof selectionShape>): Forwarding {
  const { HeadersConfig, CookiesConfig, QueryStringsConfig } = config;
  const lower = HeadersConfig.Headers?.map((name) => name.toLowerCase());
  return {
    header: selection(HeadersConfig.HeaderBehavior, lower),
    cookie: selection(CookiesConfig.CookieBehavior, CookiesConfig.Cookies),
    query: selection(QueryStringsConfig.QueryStringBehavior, QueryStringsConfig.QueryStrings),
  };
}

function selection(
  behavior: 'none' | 'whitelist' | 'all' | 'allViewer' | 'allExcept',
  list: readonly string[] = [],
): Selection {
  if (behavior === 'none') return none;
  if (behavior === 'whitelist') return (name) => list.includes(name);
  if (behavior === 'allExcept') return (name) => !list.includes(name);
  return all;
}
