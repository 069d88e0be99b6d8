import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import type { Kubectl } from '../../cluster/kubectl.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { run } from '../../shared/process/run.ts';

/** Seconds after which a connection counts as refused: a policy drops packets without an answer. */
const TIMEOUT_SECONDS = 2;

/** Where a connection goes. */
export interface Target {
  readonly address: string;
  readonly port: number;
}

/** Whether one of the sandbox's addresses can open a connection. */
export function sandboxCanReach(from: string, target: Target): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: target.address, port: target.port, localAddress: from });
    const end = (reached: boolean) => {
      socket.destroy();
      resolve(reached);
    };
    socket.setTimeout(TIMEOUT_SECONDS * 1000, () => end(false));
    socket.on('connect', () => end(true));
    socket.on('error', () => end(false));
  });
}

/** Whether a pod can open a connection, tried from within the pod's own network namespace. */
export async function podCanReach(podAddress: string, target: Target): Promise<boolean> {
  const namespace = await networkOf(podAddress);
  const open = `timeout ${TIMEOUT_SECONDS} bash -c '</dev/tcp/${target.address}/${target.port}' 2>/dev/null && echo yes || echo no`;
  return (
    (await run('nsenter', [`--net=${namespace}`, 'bash', '-c', open], { seconds: TIMEOUT_SECONDS + 5 })).trim() ===
    'yes'
  );
}

/**
 * What a pod gets of a web server, tried from within the pod's own network namespace.
 * @returns the body of the answer, whatever its status; undefined when no connection can be opened
 */
export async function podGets(
  podAddress: string,
  { address, port }: Target,
  path: string,
): Promise<string | undefined> {
  if (!(await podCanReach(podAddress, { address, port }))) return undefined;
  const ask = `exec 3<>/dev/tcp/${address}/${port}; printf 'GET ${path} HTTP/1.0\\r\\n\\r\\n' >&3; timeout ${TIMEOUT_SECONDS} cat <&3`;
  const enter = [`--net=${await networkOf(podAddress)}`, 'bash', '-c', ask];
  const answer = await run('nsenter', enter, { seconds: TIMEOUT_SECONDS + 5 });
  return answer.slice(answer.indexOf('\r\n\r\n') + 4);
}

async function networkOf(podAddress: string): Promise<string> {
  for (const name of readdirSync('/run/netns')) {
    const path = `/run/netns/${name}`;
    const addresses = await run('nsenter', [`--net=${path}`, 'ip', '-o', '-4', 'address'], { seconds: 60 });
    if (addresses.includes(` ${podAddress}/`)) return path;
  }
  throw new RehearsalError(`no pod of this node has the address ${podAddress}`, {
    help: 'kubectl get pods -A -o wide',
  });
}

/** The address of the first pod that has a label: `app=kustomize-controller`. */
export async function addressOf(kubectl: Kubectl, namespace: string, label: string): Promise<string> {
  const path = 'jsonpath={.items[0].status.podIP}';
  return await kubectl(['-n', namespace, 'get', 'pods', '-l', label, '-o', path]);
}
