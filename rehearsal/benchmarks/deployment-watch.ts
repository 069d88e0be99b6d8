import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Cluster } from '../cluster/cluster.ts';
import type { Sandbox } from '../sandbox/setup.ts';
import { hold, killGroup, release } from '../shared/process/groups.ts';
import { waitFor } from '../shared/process/wait.ts';

/** One generation of a Deployment, when the API server told of it. */
interface Sighting {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly generation: number;
  /** Its `spec.progressDeadlineSeconds`. */
  readonly deadline: number;
}

/** A Deployment, followed. */
export interface DeploymentWatch {
  /** The Deployment as it is now. @throws WaitError when the API server does not tell it */
  readonly latest: () => Promise<Sighting>;
  /** Waits for a deadline of at least this. @throws WaitError when it does not come within `seconds` */
  readonly reached: (deadline: number, seconds: number) => Promise<Sighting>;
  readonly stop: () => void;
}

const FIELDS = 'jsonpath={.metadata.generation} {.spec.progressDeadlineSeconds}{"\\n"}';

/**
 * Follows the Deployment with a watch, not by asking again and again: each line of kubectl is noted with the moment at
 * which it came, so the moments are as fine as the API server's events, a few milliseconds.
 */
export function watchDeployment(
  { kubeconfig }: Pick<Cluster, 'kubeconfig'>,
  sandbox: Pick<Sandbox, 'env' | 'plan'>,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): DeploymentWatch {
  const args = ['-n', namespace, 'get', 'deployment', name, '--watch', '-o', FIELDS];
  const env = { ...process.env, ...sandbox.env, KUBECONFIG: kubeconfig };
  const child = spawn(join(sandbox.plan.cache.tools, 'kubectl'), args, {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  const { pid } = child;
  if (pid !== undefined) hold(pid);
  let ended: string | undefined;
  child.once('error', (error) => {
    ended = `cannot start kubectl (${error.message})`;
  });
  child.once('exit', () => {
    ended ??= 'the watch of kubectl ended';
  });
  const seen: Sighting[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [generation = Number.NaN, deadline = Number.NaN] = line.split(' ').map(Number);
    seen.push({ at: Date.now(), generation, deadline });
  });
  const look = (what: string, find: () => Sighting | undefined, seconds: number) =>
    waitFor(what, async () => find(), { seconds, every: 20, hopeless: () => ended });
  return {
    latest: () => look(`the API server tells of the Deployment ${name}`, () => seen.at(-1), 30),
    reached: (deadline, seconds) =>
      look(
        `the Deployment ${name} has progressDeadlineSeconds ${deadline}`,
        () => seen.find((one) => one.deadline >= deadline),
        seconds,
      ),
    stop: () => {
      if (pid === undefined) return;
      killGroup(pid);
      release(pid);
    },
  };
}
