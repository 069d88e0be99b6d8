import type { TemplateResource } from '../facts.ts';
import { textOf } from './iam/pattern.ts';
import { holds } from './networks.ts';

/** Numbers, or what a template leaves open. */
type Ports = readonly [from: unknown, to: unknown];

/** Connections that a rule of a security group lets through. */
export interface Door {
  /** `-1` for every protocol. */
  readonly protocol: string;
  readonly ports: Ports;
  /** A network, a prefix list or a security group. */
  readonly peer: string;
  /** The security group, for a rule that is a resource of its own. */
  readonly group: string;
}

type Direction = 'in' | 'out';
type Rule = Readonly<Record<string, unknown>>;

const LISTS = { in: 'SecurityGroupIngress', out: 'SecurityGroupEgress' } as const;
const ALL_PORTS: Ports = [0, 65_535];

/** A protocol may go by its number: https://www.iana.org/assignments/protocol-numbers */
const NAMES: Readonly<Record<string, string>> = { '-1': '-1', 1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'icmpv6' };

/** What a resource lets in or out. A group without rules for what goes out lets everything out. */
export function doorsOf(resource: TemplateResource | undefined, direction: Direction): Door[] {
  const { Type = '', Properties = {} } = resource ?? {};
  if (Type === `AWS::EC2::${LISTS[direction]}`) return [doorOf(Properties)];
  if (Type === 'AWS::EC2::PrefixList' && direction === 'in') return entriesOf(Properties.Entries);
  if (Type !== 'AWS::EC2::SecurityGroup') return [];
  const rules = Properties[LISTS[direction]];
  if (rules !== undefined) return [rules].flat().map((rule) => doorOf(rule as Rule));
  return direction === 'out' ? [{ protocol: '-1', ports: ALL_PORTS, peer: '0.0.0.0/0', group: '' }] : [];
}

/** Whether every connection through one door goes through another, too. */
export function isAsWide(wide: Door, narrow: Door): boolean {
  const protocol = wide.protocol === narrow.protocol && hasPorts(wide.ports, narrow.ports);
  return (wide.protocol === '-1' || protocol) && wide.group === narrow.group && holds(wide.peer, narrow.peer);
}

function hasPorts(wide: Ports, narrow: Ports): boolean {
  if (JSON.stringify(wide) === JSON.stringify(narrow)) return true;
  return Number(wide[0]) <= Number(narrow[0]) && Number(wide[1]) >= Number(narrow[1]);
}

/** Whether it leads to every address of the internet. */
export const isWorldwide = ({ peer }: Door) => /\/0$/.test(peer);

function doorOf({ IpProtocol, FromPort, ToPort, GroupId, ...rule }: Rule): Door {
  const { CidrIp, CidrIpv6, SourcePrefixListId, DestinationPrefixListId, SourceSecurityGroupId } = rule;
  const { SourceSecurityGroupName, DestinationSecurityGroupId } = rule;
  const list = SourcePrefixListId ?? DestinationPrefixListId;
  const peer = CidrIp ?? CidrIpv6 ?? list ?? SourceSecurityGroupId ?? SourceSecurityGroupName;
  const all = FromPort === undefined || String(FromPort) === '-1';
  return {
    protocol: NAMES[String(IpProtocol)] ?? textOf(IpProtocol),
    ports: all ? ALL_PORTS : [FromPort, ToPort ?? FromPort],
    peer: textOf(peer ?? DestinationSecurityGroupId),
    group: GroupId === undefined ? '' : textOf(GroupId),
  };
}

function entriesOf(entries: unknown): Door[] {
  const networks = Array.isArray(entries) ? entries.map(({ Cidr }: { Cidr?: unknown }) => textOf(Cidr)) : [];
  return networks.map((peer) => ({ protocol: '-1', ports: ALL_PORTS, peer, group: '' }));
}
