import { readFileSync } from 'node:fs';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { type DistributionProps, SecurityPolicyProtocol } from 'aws-cdk-lib/aws-cloudfront';
import { shortHash } from '../short-hash.ts';

/** The names that a distribution answers to, besides the one that CloudFront gives. */
export interface OwnDomain {
  /** The blog's own name. */
  readonly name: string;
  /** Names that redirect to it. */
  readonly redirectFrom: readonly string[];
  /** Of us-east-1, and for all of these names. */
  readonly certificate: ICertificate;
}

/** What a distribution needs to answer to names of one's own. */
export function ownNames({
  name,
  redirectFrom,
  certificate,
}: OwnDomain): Pick<DistributionProps, 'domainNames' | 'certificate' | 'minimumProtocolVersion'> {
  return {
    domainNames: [name, ...redirectFrom],
    certificate,
    minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2025,
  };
}

/**
 * The code of the viewers' function that also redirects from the other names.
 * @param everyRequest the code of the function without a name of one's own
 */
export function redirectingCode(everyRequest: string, { name }: OwnDomain): string {
  const own = readFileSync(new URL('own-domain.cjs', import.meta.url), 'utf8');
  return `${everyRequest.replace('function handler(', 'function everyRequest(')}\n${own.replace("'BLOG_NAME'", `'${name}'`)}`;
}

/**
 * What tells the function of one name from that of another. A change makes another function, which the distribution takes
 * together with the new name: a function changed in place would redirect to a name before CloudFront answers to it.
 */
export const versionOf = ({ name }: OwnDomain): string => shortHash(name);
