import { appendFileSync } from 'node:fs';
import type { Sandbox } from '../../sandbox/setup.ts';
import { run } from '../../shared/process/run.ts';
import { inNetwork } from '../own-network.ts';
import type { Place } from '../place.ts';
import { type ApiAccess, watch } from '../watch.ts';
import type { ClusterState } from './objects.ts';
import { ruleset, TABLE } from './ruleset.ts';

/** Changes come in bursts; they are applied together after this pause, in milliseconds. */
const PAUSE = 50;

/** Enforces the cluster's network policies; what stands in for EKS's agent on the node. */
export interface PolicyAgent {
  readonly stop: () => Promise<void>;
}

/** Starts to follow pods, namespaces and policies, and keeps the node's packet filter in step with them. */
export function startPolicyAgent(
  sandbox: Sandbox,
  { network, node, podGateway }: Place,
  access: ApiAccess,
): PolicyAgent {
  const controller = new AbortController();
  const nft = async (args: readonly string[], input?: string) => {
    const inside = inNetwork(network, 'nft', args, { ...sandbox.env, ...sandbox.nodeEnv });
    await run(inside.command, inside.args, { seconds: 10, env: inside.env, ...(input === undefined ? {} : { input }) });
  };
  const log = (line: string) =>
    appendFileSync(sandbox.log('network-policies'), `${new Date().toISOString()} ${line}\n`);
  const seen: { -readonly [kind in keyof ClusterState]?: ClusterState[kind] } = {};
  let applied = '';
  let timer: NodeJS.Timeout | undefined;
  let last = Promise.resolve();
  const apply = async () => {
    // Without pods or namespaces nothing can be selected; policies may well be none.
    const { pods = [], namespaces = [], policies = [] } = seen;
    const script = ruleset({ pods, namespaces, policies }, [node, podGateway]);
    if (script === applied) return;
    try {
      await nft(['-f', '-'], script);
      applied = script;
      log(`${policies.length} policies, ${pods.length} pods`);
    } catch (error) {
      log(String(error));
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      last = last.then(apply);
    }, PAUSE);
  };
  const follow = <K extends keyof ClusterState>(kind: K, path: string) =>
    watch<ClusterState[K][number]>(
      access,
      path,
      (objects) => {
        Object.assign(seen, { [kind]: objects });
        soon();
      },
      controller.signal,
    );
  const watches = [
    follow('pods', '/api/v1/pods'),
    follow('namespaces', '/api/v1/namespaces'),
    follow('policies', '/apis/networking.k8s.io/v1/networkpolicies'),
  ];
  return {
    stop: async () => {
      controller.abort();
      clearTimeout(timer);
      await Promise.all([...watches, last]);
      await nft(['delete', 'table', ...TABLE.split(' ')]).catch(() => undefined);
    },
  };
}
