import type { Manifest } from '../../shared/rendering/render.ts';
import { holds } from '../infrastructure/networks.ts';

interface Peer {
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
  readonly podSelector?: Selector;
  readonly namespaceSelector?: Selector;
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
  const fewer = typesOf(after);
  return (
    typesOf(before).some((type) => !fewer.includes(type)) ||
    !selectsAll(after.spec?.podSelector, before.spec?.podSelector)
  );
}

/** Without a list a policy guards what goes in, and what goes out if it says anything of that. */
const typesOf = ({ spec }: Manifest): readonly string[] =>
  spec?.policyTypes ?? (spec?.egress === undefined ? ['Ingress'] : ['Ingress', 'Egress']);

interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly unknown[];
}

/** Whether a selector selects whatever another one does: it demands nothing that the other does not. */
function selectsAll(wide: Selector = {}, narrow: Selector = {}): boolean {
  const has = (one: Selector) => new Set((one.matchExpressions ?? []).map((expression) => JSON.stringify(expression)));
  const demanded = has(narrow);
  return (
    Object.entries(wide.matchLabels ?? {}).every(([name, value]) => narrow.matchLabels?.[name] === value) &&
    [...has(wide)].every((expression) => demanded.has(expression))
  );
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
  if (narrow === undefined) return false;
  if (!wide.ipBlock && !narrow.ipBlock) return coversPods(wide, narrow);
  if (!wide.ipBlock || !narrow.ipBlock) return false;
  const { cidr, except = [] } = narrow.ipBlock;
  const kept = (network: string) => except.some((other) => holds(other, network)) || isApart(network, cidr);
  return holds(wide.ipBlock.cidr, cidr) && (wide.ipBlock.except ?? []).every(kept);
}

/** Pods of the own namespace where no selector of namespaces is: https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors */
function coversPods(wide: Peer, narrow: Peer): boolean {
  const everywhere = wide.namespaceSelector !== undefined && selectsAll(wide.namespaceSelector, {});
  const namespaces =
    wide.namespaceSelector !== undefined && narrow.namespaceSelector !== undefined
      ? selectsAll(wide.namespaceSelector, narrow.namespaceSelector)
      : everywhere || wide.namespaceSelector === narrow.namespaceSelector;
  return namespaces && selectsAll(wide.podSelector, narrow.podSelector);
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
