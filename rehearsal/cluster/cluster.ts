import { readFileSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Authority } from '../sandbox/authority.ts';
import type { Sandbox } from '../sandbox/setup.ts';
import { startContentDriver } from './content.ts';
import { type ControlPlaneOptions, startApiServer, startControllers } from './control-plane.ts';
import { startDns } from './dns.ts';
import { issueIdentities } from './identities.ts';
import { type Kubectl, kubectlWith } from './kubectl.ts';
import { startNode, waitForNode } from './node.ts';
import { closeNetwork, leadToPodIdentity, openNetwork } from './own-network.ts';
import { FIRST, type Place, placeFolder, placeImages, sandboxAt } from './place.ts';
import { endPods } from './pods.ts';
import { type PolicyAgent, startPolicyAgent } from './policies/agent.ts';
import { record } from './recording.ts';
import type { ApiAccess } from './watch.ts';

export interface ClusterOptions extends ControlPlaneOptions {
  readonly name: string;
  /** A free one; the first when not given. */
  readonly place?: Place;
}

/** A cluster whose API server is ready. */
export interface Cluster {
  readonly name: string;
  readonly place: Place;
  readonly endpoint: string;
  /** The API server's authority: PEM. */
  readonly certificateAuthority: string;
  /** Path of an administrator's kubeconfig. */
  readonly kubeconfig: string;
  readonly kubectl: Kubectl;
  /** An administrator's way to the API server. */
  readonly access: ApiAccess;
  /** Resolves when the node is Ready and names resolve; rejects with the reason when they never will. */
  readonly node: Promise<void>;
  /** Ends every program and pod, and removes the cluster's files. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts a cluster of one node and returns when its API server is ready; the node follows on its own.
 * @throws WaitError or RehearsalError, with the log's end, when a program does not come up.
 */
export async function startCluster(whole: Sandbox, options: ClusterOptions): Promise<Cluster> {
  const { place = FIRST, serviceRange } = options;
  const sandbox = sandboxAt(whole, place);
  const folder = placeFolder(sandbox, place);
  await mkdir(folder, { recursive: true });
  const authority = await authorityAt(sandbox, place, folder);
  const identities = await issueIdentities(authority, place, folder, serviceRange);
  const recording = record(sandbox);
  let policies: PolicyAgent | undefined;
  const stop = async () => {
    await policies?.stop();
    await recording.stop();
    await endPods(sandbox.plan.id, place, folder);
    await closeNetwork(place);
    await Promise.all([folder, placeImages(sandbox, place)].map((one) => rm(one, { recursive: true, force: true })));
  };
  const kubectl = kubectlWith(identities.kubeconfigs.admin, sandbox.env);
  await openNetwork(place);
  try {
    await leadToPodIdentity(place, { ...sandbox.env, ...sandbox.nodeEnv });
    await startApiServer(recording.sandbox, place, folder, identities, options);
  } catch (error) {
    await stop(); // so that asking again finds the ports free
    throw error;
  }
  startControllers(recording.sandbox, folder, identities);
  const raise = async () => {
    await kubectl(['apply', '-f', '-'], { input: readFileSync(join(import.meta.dirname, 'objects.yaml'), 'utf8') });
    await startNode(recording.sandbox, place, folder, identities, serviceRange);
    startContentDriver(recording.sandbox, folder);
    await startDns(recording.sandbox, place, folder, identities, serviceRange);
    const { endpoint, authority, networkPolicies: client } = identities;
    policies = startPolicyAgent(sandbox, place, { endpoint, authority, client });
    await waitForNode(kubectl, recording.programs);
  };
  const node = raise();
  node.catch(() => undefined); // whoever needs the node awaits it and sees the reason
  return {
    name: options.name,
    place,
    endpoint: identities.endpoint,
    certificateAuthority: await readFile(identities.authority, 'utf8'),
    kubeconfig: identities.kubeconfigs.admin,
    kubectl,
    access: { endpoint: identities.endpoint, authority: identities.authority, client: identities.admin },
    node,
    stop: async () => {
      await node.catch(() => undefined);
      await stop();
    },
  };
}

/** Who signs a cluster's certificates. Only the first shares the sandbox's authority: nobody of one is anybody in the other. */
async function authorityAt(
  { authority, plan }: Sandbox,
  { network, suffix }: Place,
  folder: string,
): Promise<Authority> {
  return network ? await Authority.create(join(folder, 'authority'), `rehearsal ${plan.id}${suffix}`) : authority;
}
