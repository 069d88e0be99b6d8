import type { Manifest } from '../../shared/rendering/render.ts';
import { holds } from '../infrastructure/networks.ts';

interface Peer {
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
  readonly podSelector?: object;
  readonly namespaceSelector?: object;
}

interface Port {
  readonly protocol?: string;
  readonly port?: number | string;
  readonly endPort?: number;
}

/** Connections that a policy lets through. An absent peer or port is any. */
interface Opening {
  readonly direction: 'in' | 'out';
  readonly peer: Peer | undefined;
  readonly port: Port | undefined;
}

/** Whether a policy lets connections through that it did not let through. A policy without rules lets none through. */
export function opensMore(before: Manifest | undefined, after: Manifest): boolean {
  const earlier = before ? openingsOf(before) : [];
  return openingsOf(after).some((opening) => !earlier.some((one) => covers(one, opening)));
}

/** Whether a policy guards fewer pods, or one direction less. */
export function guardsLess(before: Manifest, after: Manifest): boolean {
  const [types, fewer] = [before, after].map(({ spec }) => (spec?.policyTypes ?? ['Ingress']) as string[]);
  const selects = ({ spec }: Manifest) => JSON.stringify(spec?.podSelector ?? {});
  const everything = selects(after) === '{}';
  return (types ?? []).some((type) => !fewer?.includes(type)) || (selects(before) !== selects(after) && !everything);
}

function openingsOf({ spec }: Manifest): Opening[] {
  const [ingress, egress]: Rule[][] = [spec?.ingress ?? [], spec?.egress ?? []];
  return [
    ...(ingress ?? []).flatMap(({ from, ports }) => openings('in', from, ports)),
    ...(egress ?? []).flatMap(({ to, ports }) => openings('out', to, ports)),
  ];
}

function openings(direction: Opening['direction'], peers: Rule['to'], ports: Rule['ports']): Opening[] {
  return orAny(peers).flatMap((peer) => orAny(ports).map((port) => ({ direction, peer, port })));
}

interface Rule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly Port[];
}

/** An empty list is as good as none: https://kubernetes.io/docs/concepts/services-networking/network-policies/ */
const orAny = <T>(list: readonly T[] | undefined): readonly (T | undefined)[] =>
  list === undefined || list.length === 0 ? [undefined] : list;

function covers(wide: Opening, narrow: Opening): boolean {
  return (
    wide.direction === narrow.direction && coversPeer(wide.peer, narrow.peer) && coversPort(wide.port, narrow.port)
  );
}

function coversPeer(wide: Peer | undefined, narrow: Peer | undefined): boolean {
  if (wide === undefined || JSON.stringify(wide) === JSON.stringify(narrow)) return true;
  if (!wide.ipBlock || !narrow?.ipBlock) return false;
  const { cidr, except = [] } = narrow.ipBlock;
  const kept = (network: string) => except.some((other) => holds(other, network)) || isApart(network, cidr);
  return holds(wide.ipBlock.cidr, cidr) && (wide.ipBlock.except ?? []).every(kept);
}

/** Of two networks that have an address in common, one holds the other. */
const isApart = (one: string, other: string) => !holds(one, other) && !holds(other, one);

function coversPort(wide: Port | undefined, narrow: Port | undefined): boolean {
  if (wide === undefined) return true;
  if (narrow === undefined || (wide.protocol ?? 'TCP') !== (narrow.protocol ?? 'TCP')) return false;
  if (wide.port === undefined) return true;
  if (wide.port === narrow.port && narrow.endPort === undefined) return true;
  const [from, to] = [Number(wide.port), Number(wide.endPort ?? wide.port)];
  return from <= Number(narrow.port) && Number(narrow.endPort ?? narrow.port) <= to;
}
