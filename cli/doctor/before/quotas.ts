import type { Account } from '../account/account.ts';
import { bad, type Check, good, warning } from '../check.ts';
import { isOwn } from '../own-stacks.ts';
import { propertiesOf, type Templates } from '../templates.ts';
import type { BeforeDeploy } from './before-deploy.ts';

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

/**
 * The codes are those of https://console.aws.amazon.com/servicequotas; the initial values are of
 * https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html and
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html (November 2026).
 */
const QUOTAS: readonly Quota[] = [
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
  {
    name: 'VPC origins',
    ...{ service: 'cloudfront', initial: 25 },
    needed: made('AWS::CloudFront::VpcOrigin'),
    used: async (account) => (await account.names('AWS::CloudFront::VpcOrigin')).length,
  },
];

/** vCPUs of ordinary instances: one node of two, and as many again while it is replaced. New accounts may have fewer. */
const VCPUS = { service: 'ec2', code: 'L-1216C47A', needed: 4 } as const;

/** A quota that is used up fails in the first stack, or, for the node, in the cluster that stands. */
export const quotas: Check<BeforeDeploy> = {
  id: 'quotas',
  title: 'The quotas leave room',
  find: async ({ account, templates, config }) => {
    const { region } = config;
    const standing = (await account.stacks()).some((one) => templates.has(one.name) && isOwn(one, config));
    if (standing) return good('not asked: stacks of this blog stand, and count already');
    const rows = await Promise.all(QUOTAS.map((quota) => row(quota, account, templates)));
    const [full] = rows.filter(({ allowed, used, needed }) => used + needed > allowed);
    if (full) {
      const { name, used, needed, allowed, service, unless } = full;
      const text = `${name}: ${used} of ${allowed} are used, and ${needed} more needed`;
      const help = increase(region, service);
      return unless === undefined ? bad(text, help) : warning(`${text}, unless ${unless}`, help);
    }
    const vcpus = await account.quota(VCPUS);
    if (vcpus !== undefined && vcpus < VCPUS.needed) {
      const text = `the account may run ${vcpus} vCPUs, and a node with its replacement takes ${VCPUS.needed}`;
      return (vcpus < 2 ? bad : warning)(text, increase(region, VCPUS.service));
    }
    return good(rows.map(({ name, used, needed, allowed }) => `${name} ${used} + ${needed} of ${allowed}`).join(', '));
  },
};

async function row(quota: Quota, account: Account, templates: Templates) {
  const { service, code, initial } = quota;
  const [allowed, used] = await Promise.all([code && account.quota({ service, code }), quota.used(account)]);
  return { ...quota, allowed: allowed || initial, used, needed: quota.needed(templates) };
}

const increase = (region: string, service: string) =>
  `remove some, or ask for more: https://${region}.console.aws.amazon.com/servicequotas/home/services/${service}/quotas`;
