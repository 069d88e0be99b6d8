import { propertiesOf, type Templates } from '../../shared/templates.ts';
import type { Account } from '../account/account.ts';
import type { NamedType } from '../account/names.ts';

/** How much of something an account may have, and what the deployment adds. */
interface Quota {
  readonly name: string;
  readonly service: string;
  readonly code?: string;
  /** What AWS gives a new account, for what Service Quotas does not tell. */
  readonly initial: number;
  /** How many the deployment makes. */
  readonly needed: (templates: Templates) => number;
  readonly used: (account: Account) => Promise<number>;
  /** What makes room although the count says that there is none. */
  readonly unless?: string;
}

const made = (type: string) => (templates: Templates) => propertiesOf(templates, type).length;

/** What CloudFront allows an account, all regions together. */
const atEdge = (name: string, type: NamedType, initial: number): Quota => ({
  name,
  service: 'cloudfront',
  initial,
  needed: made(type),
  used: async (account) => (await account.names(type)).length,
});

/**
 * The codes are those of https://console.aws.amazon.com/servicequotas; the initial values are of
 * https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html and
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html (November 2026).
 */
export const QUOTAS: readonly Quota[] = [
  {
    name: 'addresses',
    ...{ service: 'ec2', code: 'L-0263D0A3', initial: 5 },
    needed: made('AWS::EC2::EIP'),
    used: (account) => account.addresses(),
  },
  {
    name: 'VPCs',
    ...{ service: 'vpc', code: 'L-F678F1CE', initial: 5 },
    needed: made('AWS::EC2::VPC'),
    used: (account) => account.vpcs(),
  },
  {
    name: 'NAT gateways in a zone',
    ...{ service: 'vpc', code: 'L-FE5A380F', initial: 5 },
    needed: (templates) => Math.min(1, made('AWS::EC2::NatGateway')(templates)),
    used: (account) => account.natGateways(),
    unless: 'they are in other zones',
  },
  atEdge('VPC origins', 'AWS::CloudFront::VpcOrigin', 25),
  atEdge('cache policies', 'AWS::CloudFront::CachePolicy', 20),
  atEdge('origin request policies', 'AWS::CloudFront::OriginRequestPolicy', 20),
  atEdge('response headers policies', 'AWS::CloudFront::ResponseHeadersPolicy', 20),
];

/** Something that a new account may have too little of from the beginning; what others use of it is not known. */
interface Allowance {
  readonly name: string;
  readonly service: string;
  readonly code: string;
  /** Below this it does not work at all. */
  readonly least: number;
  /** Below this it works for a while. */
  readonly enough: number;
}

export const ALLOWANCES: readonly Allowance[] = [
  // A node of two, and as many again while it is replaced.
  { name: 'vCPUs of ordinary instances', service: 'ec2', code: 'L-1216C47A', least: 2, enough: 4 },
  // "Cannot have more than 0 builds in queue for the account": see lib/constructs/deploy-project.ts for the kind of build.
  { name: 'builds on small ARM machines', service: 'codebuild', code: 'L-5ED1D25B', least: 1, enough: 1 },
];
