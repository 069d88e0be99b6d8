import { join } from 'node:path';
import { ADDRESSES, POD_GATEWAY, POD_NETWORK } from '../sandbox/addresses.ts';
import { cgroupOf } from '../sandbox/cgroups.ts';
import type { Sandbox } from '../sandbox/setup.ts';
import { inNetwork, type OwnNetwork } from './own-network.ts';

/** Where a cluster is in the sandbox: what it shares with no other cluster. */
export interface Place {
  /** What its folder and its logs are called after; empty for the first, whose have no addition. */
  readonly suffix: '' | '-second';
  readonly node: string;
  readonly kubernetes: string;
  /** The range of its pods' addresses, and the node's end of every pod's cable. */
  readonly pods: string;
  readonly podGateway: string;
  /** Where its API server asks about new pods, in the sandbox. */
  readonly webhook: { readonly host: string; readonly port: number };
  /** Where the sandbox listens for what its pods ask EKS Pod Identity's agent. */
  readonly podIdentity: string;
  /** Where its container runtime keeps what is running. */
  readonly state: string;
  /** The network that its programs run in; undefined for the sandbox's own. */
  readonly network: OwnNetwork | undefined;
}

/** In the sandbox's own network, whose processes are as near as those of an EKS node. */
export const FIRST: Place = {
  suffix: '',
  node: ADDRESSES.node,
  kubernetes: ADDRESSES.kubernetes,
  pods: POD_NETWORK,
  podGateway: POD_GATEWAY,
  webhook: { host: '127.0.0.1', port: 7443 },
  podIdentity: ADDRESSES.podIdentity,
  state: '/run/containerd',
  network: undefined,
};

/** The sandbox's end of the cable to the second cluster. */
const SANDBOX_END = '10.0.1.1';

/** In a network of its own, so that neither ports of its loopback nor rules of its packet filter meet the first's. */
const SECOND: Place = {
  suffix: '-second',
  node: '10.0.1.10',
  kubernetes: '10.0.1.13',
  pods: '10.0.129.0/24',
  podGateway: '10.0.129.1',
  webhook: { host: SANDBOX_END, port: 7443 },
  podIdentity: SANDBOX_END,
  state: '/run/containerd-second',
  network: { file: '/run/second.net', sandboxEnd: SANDBOX_END, bits: 24 },
};

/** Every place for a cluster that a sandbox has. */
export const PLACES: readonly Place[] = [FIRST, SECOND];

/** The folder with everything of a cluster. */
export function placeFolder(sandbox: Pick<Sandbox, 'folder'>, { suffix }: Place): string {
  return join(sandbox.folder, `cluster${suffix}`);
}

/** Where its container runtime keeps images, unpacked and as they came. */
export function placeImages(sandbox: Pick<Sandbox, 'shortLived'>, { suffix }: Place): string {
  return join(sandbox.shortLived, `images${suffix}`);
}

/** The cgroup that the kubelet makes its own below. @param id of the rehearsal */
export function placeCgroup(id: string, { network }: Place): string {
  return network ? `${cgroupOf(id)}/second` : cgroupOf(id);
}

/** A sandbox whose programs start in a place, with logs of their own. */
export function sandboxAt(sandbox: Sandbox, place: Place): Sandbox {
  const log = (name: string) => sandbox.log(`${name}${place.suffix}`);
  const start: Sandbox['start'] = (name, command, args, options = {}) => {
    const inside = inNetwork(place.network, command, args, options.env);
    return sandbox.start(`${name}${place.suffix}`, inside.command, inside.args, { ...options, env: inside.env });
  };
  return { ...sandbox, log, start };
}
