import type { Manifest } from '../../shared/rendering/render.ts';
import type { Finding } from '../facts.ts';
import { olderVersion } from '../infrastructure/data-at-risk.ts';
import type { ObjectChange } from './compare.ts';

interface Rule {
  readonly kind: Finding['kind'];
  /** Said when the rule meets the change. */
  readonly what: string;
  readonly meets: (change: ObjectChange) => boolean;
}

/** Whoever removes one of these removes what it holds: objects, volumes. */
const HOLDING = ['CustomResourceDefinition', 'Namespace', 'PersistentVolume', 'PersistentVolumeClaim', 'StatefulSet'];

const GUARDING = /^(NetworkPolicy|ValidatingAdmissionPolicy|ValidatingAdmissionPolicyBinding)$/;
const GRANTING = /^(Cluster)?Role(Binding)?$/;

/** Fields that the API server refuses to change. https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector */
const IMMUTABLE: Readonly<Record<string, RegExp>> = {
  ClusterRoleBinding: /^roleRef\b/,
  DaemonSet: /^spec\.selector\b/,
  Deployment: /^spec\.selector\b/,
  Job: /^spec\.(selector|template)\b/,
  PersistentVolumeClaim: /^spec\.(storageClassName|accessModes|volumeName)\b/,
  RoleBinding: /^roleRef\b/,
  Service: /^spec\.clusterIP\b/,
  StatefulSet: /^spec\.(selector|serviceName|volumeClaimTemplates)\b/,
};

const isRemoved = ({ impact }: ObjectChange) => impact === 'pruned';

/** What changes of manifests are worth saying. */
export const WORKLOAD_RULES: Readonly<Record<string, Rule>> = {
  holding: {
    kind: 'risk',
    what: 'is pruned, with all that it holds',
    meets: (change) => isRemoved(change) && HOLDING.includes(change.kind),
  },
  ghostLowered: {
    kind: 'risk',
    what: 'gets an older Ghost, which does not undo what the newer one did to the database',
    meets: ({ before, after }) => {
      const [old, now] = [ghostVersion(before), ghostVersion(after)];
      return old !== undefined && now !== undefined && olderVersion(old, now);
    },
  },
  guard: {
    kind: 'look',
    what: 'guards something, and is pruned or changed',
    meets: ({ kind, impact }) => GUARDING.test(kind) && impact !== 'added',
  },
  grant: {
    kind: 'look',
    what: 'grants rights in the cluster, and is added or changed',
    meets: ({ kind, impact }) => GRANTING.test(kind) && (impact === 'added' || impact === 'changed'),
  },
  immutable: {
    kind: 'look',
    what: 'changes a field that Kubernetes does not let change: Flux cannot apply it',
    meets: ({ kind, fields }) => fields.some(({ path }) => IMMUTABLE[kind]?.test(path)),
  },
  noReplicas: {
    kind: 'look',
    what: 'runs no pod any more',
    meets: ({ fields }) => fields.some(({ path, after }) => path === 'spec.replicas' && after === 0),
  },
};

/** What to say about the objects that change. */
export function workloadFindings(changes: readonly ObjectChange[]): Finding[] {
  return changes.flatMap((change) =>
    Object.values(WORKLOAD_RULES)
      .filter(({ meets }) => meets(change))
      .map(({ kind, what }): Finding => ({ kind, subject: change.key, change: change.change, what })),
  );
}

/** The version in the first image of Ghost that an object names. */
function ghostVersion(object: Manifest | undefined): string | undefined {
  return /\/ghost:(\d+(?:\.\d+)*)/.exec(JSON.stringify(object ?? {}))?.[1];
}
