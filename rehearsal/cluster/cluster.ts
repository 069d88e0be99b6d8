import { readFileSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sandbox } from '../sandbox/setup.ts';
import { startContentDriver } from './content.ts';
import { type ControlPlaneOptions, startApiServer, startControllers } from './control-plane.ts';
import { startDns } from './dns.ts';
import { issueIdentities } from './identities.ts';
import { type Kubectl, kubectlWith } from './kubectl.ts';
import { startNode, waitForNode } from './node.ts';
import { endPods } from './pods.ts';
import { type PolicyAgent, startPolicyAgent } from './policies/agent.ts';
import { record } from './recording.ts';
import type { ApiAccess } from './watch.ts';

export interface ClusterOptions extends ControlPlaneOptions {
  readonly name: string;
}

/** A cluster whose API server is ready. */
export interface Cluster {
  readonly name: string;
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
export async function startCluster(sandbox: Sandbox, options: ClusterOptions): Promise<Cluster> {
  const folder = join(sandbox.folder, 'cluster');
  await mkdir(folder, { recursive: true });
  const identities = await issueIdentities(sandbox.authority, folder, options.serviceRange);
  const recording = record(sandbox);
  let policies: PolicyAgent | undefined;
  const stop = async () => {
    await policies?.stop();
    await recording.stop();
    await endPods(sandbox.plan.id, folder);
    await rm(folder, { recursive: true, force: true });
  };
  const kubectl = kubectlWith(identities.kubeconfigs.admin, sandbox.env);
  try {
    await startApiServer(recording.sandbox, folder, identities, options);
  } catch (error) {
    await stop(); // so that asking again finds the ports free
    throw error;
  }
  startControllers(recording.sandbox, folder, identities);
  const raise = async () => {
    await kubectl(['apply', '-f', '-'], { input: readFileSync(join(import.meta.dirname, 'objects.yaml'), 'utf8') });
    await startNode(recording.sandbox, folder, identities, options.serviceRange);
    startContentDriver(recording.sandbox, folder);
    await startDns(recording.sandbox, folder, identities, options.serviceRange);
    const { endpoint, authority, networkPolicies: client } = identities;
    policies = startPolicyAgent(sandbox, { endpoint, authority, client });
    await waitForNode(kubectl, recording.programs);
  };
  const node = raise();
  node.catch(() => undefined); // whoever needs the node awaits it and sees the reason
  return {
    name: options.name,
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
