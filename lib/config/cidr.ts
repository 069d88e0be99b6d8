import { BlockList, isIPv4 } from 'node:net';

/** True for an IPv4 network in CIDR form whose host bits are zero, for example `198.51.100.0/24`. */
export function isNetwork(cidr: string): boolean {
  const { address, prefix } = split(cidr);
  if (!isIPv4(address) || !Number.isInteger(prefix) || prefix > 32) return false;
  const hostBits = 2 ** (32 - prefix);
  return toNumber(address) % hostBits === 0;
}

/** The prefix length of a valid network: 24 for `198.51.100.0/24`. */
export function prefixLength(cidr: string): number {
  return split(cidr).prefix;
}

/**
 * Networks that no address of the public internet is in, and what they are for. EKS takes no "reserved addresses", and means this list.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/config-cluster-endpoint.html
 * @see https://en.wikipedia.org/wiki/Reserved_IP_addresses
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 */
const RESERVED: readonly (readonly [cidr: string, what: string])[] = [
  ['10.0.0.0/8', 'private networks'],
  ['172.16.0.0/12', 'private networks'],
  ['192.168.0.0/16', 'private networks'],
  ['0.0.0.0/8', 'a network of no address'],
  ['100.64.0.0/10', 'the shared addresses of carriers'],
  ['127.0.0.0/8', 'loopback addresses'],
  ['169.254.0.0/16', 'link-local addresses'],
  ['192.0.2.0/24', 'the addresses of examples'],
  ['198.51.100.0/24', 'the addresses of examples'],
  ['203.0.113.0/24', 'the addresses of examples'],
  ['192.0.0.0/24', 'the addresses of protocols'],
  ['192.88.99.0/24', 'the addresses of relays that are gone'],
  ['198.18.0.0/15', 'the addresses of benchmarks'],
  ['224.0.0.0/4', 'multicast addresses'],
  ['240.0.0.0/4', 'reserved addresses'],
];

/**
 * What a valid network shares addresses with that are not public, for example `private networks`; undefined when it is
 * public. The whole internet counts as public: EKS takes `0.0.0.0/0`.
 */
export function reservedPart(cidr: string): string | undefined {
  if (prefixLength(cidr) === 0) return undefined;
  return RESERVED.find(([reserved]) => overlap(reserved, cidr))?.[1];
}

/** Of two networks that overlap, one holds the other. */
const overlap = (one: string, other: string) => holds(one, other) || holds(other, one);

/** Whether a valid network is a part of another, or the whole of it. */
export function holds(outer: string, inner: string): boolean {
  const list = new BlockList();
  list.addSubnet(split(outer).address, prefixLength(outer));
  return prefixLength(outer) <= prefixLength(inner) && list.check(split(inner).address);
}

function split(cidr: string): { address: string; prefix: number } {
  const [address = '', prefix = '', ...rest] = cidr.split('/');
  return { address, prefix: /^\d{1,2}$/.test(prefix) && rest.length === 0 ? Number(prefix) : Number.NaN };
}

function toNumber(address: string): number {
  return address.split('.').reduce((number, octet) => number * 256 + Number(octet), 0);
}
