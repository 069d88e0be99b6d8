import { writeFile } from 'node:fs/promises';
import { ADDRESSES } from '../sandbox/addresses.ts';
import { run } from '../shared/process/run.ts';
import type { Place } from './place.ts';

/** A network of a cluster's own, joined with the sandbox's by a cable. */
export interface OwnNetwork {
  /** The file that holds the network: programs enter it by this path. */
  readonly file: string;
  /** The sandbox's address on the cable. */
  readonly sandboxEnd: string;
  /** How many leading bits the addresses on the cable share. */
  readonly bits: number;
}

/** A command as it is run in a network. */
interface Inside {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The ends of the cable: in the sandbox, and in the network. */
const CABLE = { sandbox: 'second0', inside: 'room0' } as const;

/** The table of the packet filter that leads pods to Pod Identity. */
const AGENT_TABLE = 'ip rehearsal_pod_identity';

/**
 * A command that runs in a network, the sandbox's when it is undefined. What the command alone needs of an environment is
 * set once it is inside: the machine's own `nsenter` must not meet the node's libraries.
 */
export function inNetwork(
  network: Pick<OwnNetwork, 'file'> | undefined,
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Inside {
  if (!network) return { command, args, env };
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return { command: 'nsenter', args: [`--net=${network.file}`, 'env', ...variables, command, ...args], env: {} };
}

/** Makes the network of a place, if it has one of its own, with the ways to and from the sandbox. */
export async function openNetwork({ network, node, kubernetes, pods }: Place): Promise<void> {
  if (!network) return;
  const { file, sandboxEnd, bits } = network;
  const ip = (...args: string[]) => run('ip', args, { seconds: 30 });
  const inside = async (command: string, ...args: string[]) => {
    const entered = inNetwork(network, command, args);
    await run(entered.command, entered.args, { seconds: 30 });
  };
  await writeFile(file, '');
  await run('unshare', [`--net=${file}`, 'true'], { seconds: 30 });
  await ip('link', 'add', CABLE.sandbox, 'type', 'veth', 'peer', 'name', CABLE.inside, 'netns', file);
  await ip('address', 'add', `${sandboxEnd}/${bits}`, 'dev', CABLE.sandbox);
  await ip('link', 'set', CABLE.sandbox, 'up');
  await ip('route', 'add', pods, 'via', node);
  await inside('ip', 'link', 'set', 'lo', 'up');
  for (const address of [node, kubernetes]) {
    await inside('ip', 'address', 'add', `${address}/${bits}`, 'dev', CABLE.inside);
  }
  await inside('ip', 'link', 'set', CABLE.inside, 'up');
  await inside('ip', 'route', 'add', 'default', 'via', sandboxEnd, 'src', node);
  await inside('sysctl', '-q', '-w', 'net.ipv4.ip_forward=1');
}

/**
 * Leads what pods ask at Pod Identity's own address, the only one that AWS's SDKs accept, to the sandbox's end of the
 * cable. Policies still see the address that the pod dialled.
 * @param env in which `nft` is found
 */
export async function leadToPodIdentity({ network }: Place, env: Readonly<Record<string, string>>): Promise<void> {
  if (!network) return;
  const script = `table ${AGENT_TABLE} {
  chain prerouting {
    type nat hook prerouting priority dstnat
    ip daddr ${ADDRESSES.podIdentity} tcp dport 80 dnat to ${network.sandboxEnd}
  }
}
`;
  const { command, args, env: outside } = inNetwork(network, 'nft', ['-f', '-'], env);
  await run(command, args, { seconds: 30, input: script, env: outside });
}

/** Removes the network of a place, with all its routes and rules. Nothing must run in it. */
export async function closeNetwork({ network }: Place): Promise<void> {
  if (!network) return;
  await run('ip', ['link', 'delete', CABLE.sandbox], { seconds: 30 });
  await run('umount', [network.file], { seconds: 30 });
}
