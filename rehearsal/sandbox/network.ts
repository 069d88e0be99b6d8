import { run } from '../shared/process/run.ts';
import { ADDRESSES, isInNetwork, SANDBOX_NETWORK } from './addresses.ts';

/** The interface that carries the sandbox's addresses. */
const INTERFACE = 'room0';

/** Gives the sandbox its network: loopback, and one interface with every address of the sandbox and the default route. */
export async function raiseNetwork(): Promise<void> {
  const ip = (...args: string[]) => run('ip', args, { seconds: 30 });
  await ip('link', 'set', 'lo', 'up');
  // A pair of virtual cables, because not every kernel has dummy interfaces; the other end is connected to nothing.
  await ip('link', 'add', INTERFACE, 'type', 'veth', 'peer', 'name', 'room1');
  const size = SANDBOX_NETWORK.split('/')[1];
  for (const address of Object.values(ADDRESSES)) {
    await ip('address', 'add', `${address}/${isInNetwork(address) ? size : 32}`, 'dev', INTERFACE);
  }
  await ip('link', 'set', INTERFACE, 'up');
  await ip('link', 'set', 'room1', 'up');
  await ip('route', 'add', 'default', 'dev', INTERFACE, 'src', ADDRESSES.node);
  await run('sysctl', ['-q', '-w', 'net.ipv4.ip_forward=1'], { seconds: 30 });
}
