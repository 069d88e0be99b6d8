import { holds } from '../../lib/config/cidr.ts';

/**
 * The sandbox's network. It lies in the VPC's range that the app gives by default, as nodes and pods do on EKS,
 * so that policies written for the VPC mean the same here.
 */
export const SANDBOX_NETWORK = '10.0.0.0/24';

/** Pods get addresses of the VPC too. */
export const POD_NETWORK = '10.0.128.0/24';

/** The node's end of every pod's cable, and so the address that the kubelet's probes come from. */
export const POD_GATEWAY = '10.0.128.1';

/** Who listens where. An address each, so that everybody can have port 443 and a certificate of their own. */
export const ADDRESSES = {
  node: '10.0.0.10',
  registry: '10.0.0.11',
  git: '10.0.0.12',
  kubernetes: '10.0.0.13',
  aws: '10.0.0.14',
  /** Where the load balancer's connections to pods come from. */
  loadBalancer: '10.0.0.15',
  /** Outside of the VPC, as on AWS: a blog that asks for its own address is not stopped by the policy for the VPC. */
  cloudFront: '198.51.100.15',
  /** The distribution of a second installation. */
  otherCloudFront: '198.51.100.16',
  /** The first database; seven more may follow it. */
  database: '10.0.0.16',
  /** GitHub's REST API. */
  github: '10.0.0.24',
  /** The mail service that a recipe's secret names. */
  mail: '10.0.0.25',
  /** The chat that a recipe's secret names. */
  chat: '10.0.0.26',
  /** Where EKS Pod Identity answers on every node. */
  podIdentity: '169.254.170.23',
} as const;

/** Whether an address lies in the sandbox's network. */
export const isInNetwork = (address: string): boolean => holds(SANDBOX_NETWORK, `${address}/32`);

/** The tenth address of a service range, where EKS puts the cluster's DNS: `172.20.0.0/16` gives `172.20.0.10`. */
export function clusterDnsAddress(serviceRange: string): string {
  return nthAddress(serviceRange, 10);
}

/** The first address of a service range, where the API server's own service is. */
export function apiServiceAddress(serviceRange: string): string {
  return nthAddress(serviceRange, 1);
}

function nthAddress(range: string, n: number): string {
  const [base = ''] = range.split('/');
  const parts = base.split('.').map(Number);
  const valid = parts.length === 4 && parts.every((part) => Number.isInteger(part) && part >= 0 && part < 256);
  if (!valid) throw new RangeError(`${range} is not an IPv4 range like 172.20.0.0/16`);
  const [a = 0, b = 0, c = 0, d = 0] = parts;
  return [a, b, c, d + n].join('.');
}
