import { isIP } from 'node:net';
import type { Manifest } from '../../rendering/render.ts';
import { amountOf } from '../quantity.ts';
import { objectRule, type Rule, type SayFault } from '../rule.ts';
import type { Tree } from '../tree.ts';
import { named } from './find.ts';

type Spec = Manifest['spec'];

/** Fields of an object that each have the right form, and do not go together: the API server says so when it is applied. */
export const fieldsGoTogether: Rule = objectRule('writes fields that go together', ({ object }, fault, tree) => {
  KINDS[object.kind]?.(object.spec ?? {}, fault, tree);
});

const KINDS: Readonly<Record<string, (spec: Spec, fault: SayFault, tree: Tree) => void>> = {
  Deployment: strategyMoves,
  Service: serviceIsReached,
  PersistentVolumeClaim: claimFits,
  ExternalSecret: refreshes,
  PodDisruptionBudget: (spec, fault) => {
    if (spec.minAvailable !== undefined && spec.maxUnavailable !== undefined)
      fault(['spec'], 'has minAvailable and maxUnavailable', 'keep one of the two');
  },
  HorizontalPodAutoscaler: (spec, fault) => {
    if (spec.minReplicas > spec.maxReplicas)
      fault(['spec', 'minReplicas'], `is ${spec.minReplicas}, above maxReplicas`, 'lower it');
  },
};

function strategyMoves({ strategy }: Spec, fault: SayFault): void {
  const { type, rollingUpdate } = strategy ?? {};
  const path = ['spec', 'strategy', 'rollingUpdate'];
  if (type === 'Recreate' && rollingUpdate) fault(path, 'goes with RollingUpdate, and type is Recreate', 'remove it');
  if (['maxSurge', 'maxUnavailable'].every((field) => /^0%?$/.test(String(rollingUpdate?.[field]))))
    fault(path, 'lets no pod come and none go', 'raise maxSurge or maxUnavailable');
}

function serviceIsReached({ clusterIP, type, externalName, ports }: Spec, fault: SayFault): void {
  if (clusterIP && clusterIP !== 'None' && isIP(clusterIP) === 0)
    fault(['spec', 'clusterIP'], `is ${JSON.stringify(clusterIP)}`, 'remove it: Kubernetes gives an address');
  if (type === 'ExternalName' && !externalName)
    fault(['spec', 'type'], 'is ExternalName, and no externalName is there', 'write externalName: its other name');
  for (const [index, port] of (ports ?? []).entries())
    if (ports.length > 1 && !port?.name) fault(['spec', 'ports', index], 'has no name', 'name each of several ports');
}

function claimFits({ volumeName, resources }: Spec, fault: SayFault, tree: Tree): void {
  const path = ['spec', 'resources', 'requests', 'storage'];
  const asked = amountOf(resources?.requests?.storage);
  for (const { spec: volume } of volumeName ? named(tree, 'PersistentVolume', volumeName) : []) {
    const { storage } = volume?.capacity ?? {};
    const there = amountOf(storage);
    if (asked !== undefined && there !== undefined && asked > there)
      fault(path, `is ${resources.requests.storage}, more than ${volumeName} has`, `write ${storage} or less`);
  }
}

/** Go's durations, as controllers read them from texts. https://pkg.go.dev/time#ParseDuration */
const DURATION = /^(?:0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h))+)$/;

function refreshes({ refreshInterval }: Spec, fault: SayFault): void {
  if (refreshInterval !== undefined && !DURATION.test(String(refreshInterval)))
    fault(['spec', 'refreshInterval'], `is ${JSON.stringify(refreshInterval)}`, 'write a duration: 15m, 1h30m');
}
