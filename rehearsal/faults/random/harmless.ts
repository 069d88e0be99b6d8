import { NODE_NAME as NODE } from '../../cluster/identities.ts';
import type { LiveMutation } from './mutation.ts';
import { named, target, titleOf } from './mutation.ts';

const MARKED = [
  'deployment ghost/ghost',
  'service ghost/ghost',
  'namespace ghost',
  'externalsecret database/master',
  'kustomization flux-system/ghost',
  'helmrelease external-secrets/external-secrets',
].map(target);

const FOREIGN: readonly (readonly [what: string, manifest: object])[] = [
  ['a ConfigMap', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'foreign', namespace: 'ghost' } }],
  [
    'a quota',
    {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'foreign', namespace: 'ghost' },
      spec: { hard: { pods: '1' } },
    },
  ],
  [
    'a network policy',
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'foreign', namespace: 'ghost' },
      spec: { podSelector: {}, policyTypes: ['Ingress'] },
    },
  ],
  ['a namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'foreign' } }],
];

/** What is not the merge's: the commit stays live. */
export const harmless: readonly LiveMutation[] = [
  ...MARKED.map(
    (of): LiveMutation => ({
      title: `somebody labels and annotates ${titleOf(of)}`,
      make: async (kubectl) => {
        await kubectl(['label', ...named(of), 'example.com/team=blue']);
        await kubectl(['annotate', ...named(of), 'example.com/note=hello']);
      },
    }),
  ),
  ...FOREIGN.map(([what, manifest]): LiveMutation => {
    const input = JSON.stringify(manifest);
    return {
      title: `somebody adds ${what} of their own`,
      make: (kubectl) => kubectl(['apply', '-f', '-'], { input }),
      unmake: (kubectl) => kubectl(['delete', '--ignore-not-found', '-f', '-'], { input }),
    };
  }),
  {
    title: 'somebody cordons the node',
    make: (kubectl) => kubectl(['cordon', NODE]),
    unmake: (kubectl) => kubectl(['uncordon', NODE]),
  },
  {
    title: 'somebody taints the node',
    make: (kubectl) => kubectl(['taint', 'node', NODE, 'example.com/kept=yes:NoSchedule']),
    unmake: (kubectl) => kubectl(['taint', 'node', NODE, 'example.com/kept:NoSchedule-']),
  },
  {
    title: 'somebody restarts External Secrets',
    make: (kubectl) =>
      kubectl(['--namespace', 'external-secrets', 'rollout', 'restart', 'deployment', 'external-secrets']),
  },
  {
    title: "somebody deletes External Secrets' pod",
    make: (kubectl) => kubectl(['--namespace', 'external-secrets', 'delete', 'pods', '--all', '--wait=false']),
  },
  {
    title: 'somebody deletes a Secret that an ExternalSecret keeps',
    make: (kubectl) => kubectl(['--namespace', 'ghost', 'delete', 'secret', 'owner']),
  },
];
