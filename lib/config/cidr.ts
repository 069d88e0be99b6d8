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

const PRIVATE = new BlockList();
PRIVATE.addSubnet('10.0.0.0', 8);
PRIVATE.addSubnet('172.16.0.0', 12);
PRIVATE.addSubnet('192.168.0.0', 16);

/** True when a valid network starts in one of the private ranges of RFC 1918. */
export function isPrivate(cidr: string): boolean {
  return PRIVATE.check(split(cidr).address);
}

function split(cidr: string): { address: string; prefix: number } {
  const [address = '', prefix = '', ...rest] = cidr.split('/');
  return { address, prefix: /^\d{1,2}$/.test(prefix) && rest.length === 0 ? Number(prefix) : Number.NaN };
}

function toNumber(address: string): number {
  return address.split('.').reduce((number, octet) => number * 256 + Number(octet), 0);
}
