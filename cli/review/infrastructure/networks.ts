import { BlockList, isIP } from 'node:net';

/** Whether a network in CIDR form has every address of another one; what is no network has itself alone. */
export function holds(outer: string, inner: string): boolean {
  if (outer === inner) return true;
  const [wide, narrow] = [networkOf(outer), networkOf(inner)];
  if (wide === undefined || narrow === undefined || wide.family !== narrow.family) return false;
  const list = new BlockList();
  list.addSubnet(wide.address, wide.prefix, wide.family);
  return wide.prefix <= narrow.prefix && list.check(narrow.address, narrow.family);
}

function networkOf(cidr: string) {
  const [address = '', prefix = ''] = cidr.split('/');
  const family = isIP(address);
  const most = family === 4 ? 32 : 128;
  if (family === 0 || !/^\d{1,3}$/.test(prefix) || Number(prefix) > most) return undefined;
  return { address, prefix: Number(prefix), family: family === 4 ? ('ipv4' as const) : ('ipv6' as const) };
}
