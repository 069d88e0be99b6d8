import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FLUX_NAMESPACE } from '../../lib/names.ts';
import { FLUX_OPERATOR_CHART, FLUX_OPERATOR_VERSION, FLUX_REGISTRY, FLUX_VERSION } from '../../lib/versions.ts';
import type { RepositoryName } from '../git/repository.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import { run } from '../process/run.ts';
import { waitFor } from '../process/wait.ts';
import type { Room } from '../room/furnish.ts';
import { FLUX_CONTROLLERS } from '../versions.ts';

/** Installs the operator's chart as CDK's handler does: pull, unpack, `helm upgrade --install`. */
export async function installOperator(room: Room, cluster: Cluster): Promise<void> {
  const home = join(room.folder, 'helm');
  await mkdir(home, { recursive: true });
  const env = { ...room.env, KUBECONFIG: cluster.kubeconfig, HOME: home };
  const helm = (args: readonly string[]) => run('helm', args, { seconds: 180, cwd: home, env, log: room.log('helm') });
  await helm(['pull', FLUX_OPERATOR_CHART, '--version', FLUX_OPERATOR_VERSION, '--untar']);
  const where = ['--create-namespace', '--namespace', FLUX_NAMESPACE, '--timeout', '120s', '--wait'];
  await helm(['upgrade', 'flux-operator', './flux-operator', '--install', ...where]);
}

/** Asks the operator for Flux, following `path` of the repository, and waits until it is Ready. */
export async function installFlux(cluster: Cluster, repository: RepositoryName, path: string): Promise<void> {
  const instance = {
    apiVersion: 'fluxcd.controlplane.io/v1',
    kind: 'FluxInstance',
    metadata: { name: 'flux', namespace: FLUX_NAMESPACE },
    spec: {
      distribution: { version: FLUX_VERSION, registry: FLUX_REGISTRY },
      components: Object.keys(FLUX_CONTROLLERS),
      cluster: { type: 'aws', networkPolicy: true },
      sync: {
        kind: 'GitRepository',
        url: `https://github.com/${repository.owner}/${repository.name}`,
        ref: `refs/heads/${repository.branch}`,
        path,
        interval: '5s',
      },
    },
  };
  await cluster.kubectl(['apply', '-f', '-'], { input: JSON.stringify(instance) });
  const get = ['-n', FLUX_NAMESPACE, 'get', 'fluxinstance', 'flux', '-o', 'json'];
  let stalled: string | undefined;
  await waitFor(
    'the FluxInstance becomes Ready',
    async () => {
      const { status } = JSON.parse(await cluster.kubectl(get)) as {
        readonly status?: { readonly conditions?: Condition[] };
      };
      const condition = (type: string) => status?.conditions?.find((one) => one.type === type);
      const ready = condition('Ready');
      if (condition('Stalled')?.status === 'True') stalled = condition('Stalled')?.message;
      if (ready?.status === 'True') return true;
      throw new Error(ready?.message ?? 'the operator has not looked at it yet');
    },
    { seconds: 180, every: 300, hopeless: () => stalled },
  );
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly message: string;
}
