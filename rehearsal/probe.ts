import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FLUX_NAMESPACE } from '../lib/names.ts';
import { RehearsalError } from './errors.ts';
import { installFlux, installOperator } from './flux/install.ts';
import { checkOut, type WorkingCopy } from './git/repository.ts';
import { startGit } from './git/start.ts';
import type { Cluster } from './kubernetes/cluster.ts';
import { CLUSTERS_URL, ClusterServer } from './kubernetes/server.ts';
import { waitFor } from './process/wait.ts';
import { provePolicies } from './proofs/policies.ts';
import { proveTokens, startTokenReviewer } from './proofs/tokens.ts';
import { startRegistries } from './registry/start.ts';
import { furnishRoom, type Room } from './room/furnish.ts';
import type { RoomPlan } from './room/plan.ts';
import type { Steps } from './steps.ts';

/** Where the internal run may stop. */
export const UNTIL = ['cache', 'room', 'cluster', 'flux', 'end'] as const;
export type Until = (typeof UNTIL)[number];

const REPOSITORY = { owner: 'example', name: 'onemerge', branch: 'main' };

const CLUSTER = 'probe';

/** A folder that only the rehearsal's copy of the repository has, so that this run needs nothing of the tree. */
const PROBE_PATH = 'gitops/rehearsal-probe';

/** Runs the machine room's steps inside a room, one after the other. */
export async function probe(
  plan: RoomPlan,
  steps: Steps,
  until: Until,
  keep: boolean,
  stop: AbortSignal,
): Promise<void> {
  const room = await steps.run('furnish the room', () => furnishRoom(plan));
  await steps.run('start the registry', () => startRegistries(room));
  await steps.run(
    'start the git server',
    () => startGit(room, join(import.meta.dirname, '..'), REPOSITORY),
    ({ head }) => head.slice(0, 12),
  );
  if (until === 'room' || stop.aborted) return await linger(keep, stop, steps, plan);
  const reviewer = await startTokenReviewer();
  const clusters = await ClusterServer.listen(room);
  const cluster = await steps.run('API server ready', () => createCluster(clusters, reviewer.url));
  await steps.run(
    'tokens are checked by webhook',
    () => proveTokens(room, cluster, reviewer.token),
    (words) => words,
  );
  await steps.run('node Ready, names resolve', () => cluster.node);
  if (until === 'cluster' || stop.aborted) return await linger(keep, stop, steps, plan);
  try {
    await runFlux(room, cluster, steps);
    const tries = await steps.run('network policies are enforced', () => provePolicies(cluster.kubectl));
    for (const line of tries) steps.say(`        ${line}`);
  } catch (error) {
    if (keep) steps.say(`Failed: ${String(error)}`); // before lingering, or nobody would know what to look for
    await linger(keep, stop, steps, plan);
    throw error;
  }
  await linger(keep, stop, steps, plan);
  await steps.run('delete the cluster', deleteCluster);
}

/** Asks for a cluster as the stand-in for EKS does. */
async function createCluster(clusters: ClusterServer, authenticationWebhook: string): Promise<Cluster> {
  const body = { name: CLUSTER, version: '1.36', serviceCidr: '172.20.0.0/16', authenticationWebhook };
  const answer = await fetch(CLUSTERS_URL, { method: 'POST', body: JSON.stringify(body) });
  const cluster = await clusters.cluster();
  if (answer.ok && cluster) return cluster;
  throw new RehearsalError(`POST ${CLUSTERS_URL} answered ${answer.status}: ${await answer.text()}`, {
    help: 'read the words above',
  });
}

async function deleteCluster(): Promise<void> {
  const answer = await fetch(`${CLUSTERS_URL}/${CLUSTER}`, { method: 'DELETE' });
  if (answer.ok) return;
  throw new RehearsalError(`DELETE ${CLUSTERS_URL}/${CLUSTER} answered ${answer.status}: ${await answer.text()}`, {
    help: 'read the words above',
  });
}

async function runFlux(room: Room, cluster: Cluster, steps: Steps): Promise<void> {
  const copy = await steps.run('clone and push', async () => {
    const workingCopy = await checkOut(join(room.folder, 'working-copy'), REPOSITORY);
    await pushValue(workingCopy, 'one');
    return workingCopy;
  });
  await steps.run('install the flux-operator', () => installOperator(room, cluster));
  await steps.run('FluxInstance Ready', () => installFlux(cluster, REPOSITORY, PROBE_PATH));
  await steps.run('Flux applies the tree', () => waitForValue(cluster, 'one'));
  await pushValue(copy, 'two');
  await steps.run('a pushed commit is applied', () => waitForValue(cluster, 'two'));
}

async function pushValue(copy: WorkingCopy, value: string): Promise<void> {
  const object = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'rehearsal-probe', namespace: FLUX_NAMESPACE },
    data: { value },
  };
  await copy.push(`${PROBE_PATH}/probe.yaml`, () => JSON.stringify(object), `Set the probe to ${value}`);
}

async function waitForValue(cluster: Cluster, value: string): Promise<void> {
  const get = ['-n', FLUX_NAMESPACE, 'get', 'configmap', 'rehearsal-probe', '-o', 'jsonpath={.data.value}'];
  await waitFor(`the probe becomes ${value}`, async () => ((await cluster.kubectl(get)) === value ? true : undefined), {
    seconds: 60,
  });
}

/** With --keep: says how to get in, and waits for Ctrl-C. */
async function linger(keep: boolean, stop: AbortSignal, steps: Steps, plan: RoomPlan): Promise<void> {
  if (!keep || stop.aborted) return;
  steps.say(`Kept: ${plan.folder}. Ctrl-C ends it.`);
  await sleep(24 * 3600 * 1000, undefined, { signal: stop }).catch(() => undefined);
}
