import type { Config } from './config.ts';

/** The only region whose certificates CloudFront takes. */
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
export const CERTIFICATE_REGION = 'us-east-1';

/** What decides in which regions a blog has stacks. */
export type Placed = Pick<Config, 'region'> & { readonly blog?: Pick<Config['blog'], 'domain'> };

/** Whether the blog's certificate is made here, in a stack of its own, and not given. */
export const makesCertificate = ({ blog }: Pick<Placed, 'blog'>): boolean =>
  blog?.domain !== undefined && blog.domain.certificateArn === undefined;

/** The regions in which a blog has stacks, that of nearly everything first. */
export const regionsOf = (config: Placed): string[] => [
  ...new Set([config.region, ...(makesCertificate(config) ? [CERTIFICATE_REGION] : [])]),
];

/** Where a stack of a blog is. @param region that of the config @param stackName as CloudFormation knows it */
export const regionOfStack = (stackName: string, region: string): string =>
  stackName.endsWith('-certificate') ? CERTIFICATE_REGION : region;
