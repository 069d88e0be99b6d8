import { isIP } from 'node:net';
import type { Manifest } from '../../rendering/render.ts';
import type { Path } from '../locate.ts';
import { amountOf } from '../quantity.ts';
import { objectRule, type Rule } from '../rule.ts';
import { groupOf } from '../tree.ts';

// What the API server checks of values and the published schemas do not say.

const RBAC = 'rbac.authorization.k8s.io';

/** Words of the fields that take some words only, by the field and the one around it; `*` is an item, or any field. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  'strategy.type': ['Recreate', 'RollingUpdate'],
  'updateStrategy.type': ['OnDelete', 'RollingUpdate'],
  'seccompProfile.type': ['RuntimeDefault', 'Localhost', 'Unconfined'],
  'spec.persistentVolumeReclaimPolicy': ['Retain', 'Delete', 'Recycle'],
  'spec.volumeMode': ['Filesystem', 'Block'],
  'spec.restartPolicy': ['Always', 'OnFailure', 'Never'],
  'spec.concurrencyPolicy': ['Allow', 'Forbid', 'Replace'],
  'spec.sessionAffinity': ['None', 'ClientIP'],
  'spec.externalTrafficPolicy': ['Cluster', 'Local'],
  'spec.internalTrafficPolicy': ['Cluster', 'Local'],
  'spec.dnsPolicy': ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'],
  'spec.failurePolicy': ['Fail', 'Ignore'],
  '*.imagePullPolicy': ['Always', 'IfNotPresent', 'Never'],
  '*.terminationMessagePolicy': ['File', 'FallbackToLogsOnError'],
  '*.protocol': ['TCP', 'UDP', 'SCTP'],
  'httpGet.scheme': ['HTTP', 'HTTPS'],
  'emptyDir.medium': ['', 'Memory', 'HugePages'],
  'accessModes.*': ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'],
  'policyTypes.*': ['Ingress', 'Egress'],
  'validationActions.*': ['Deny', 'Warn', 'Audit'],
  'roleRef.apiGroup': [RBAC],
  'roleRef.kind': ['Role', 'ClusterRole'],
  'subjects.*.apiGroup': ['', RBAC],
  'subjects.*.kind': ['User', 'Group', 'ServiceAccount'],
  'tolerations.*.operator': ['Exists', 'Equal'],
  '*.effect': ['NoSchedule', 'PreferNoSchedule', 'NoExecute'],
  '*.whenUnsatisfiable': ['DoNotSchedule', 'ScheduleAnyway'],
  'spec.completionMode': ['NonIndexed', 'Indexed'],
  'spec.podManagementPolicy': ['OrderedReady', 'Parallel'],
  'matchExpressions.*.operator': ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'],
};

/** Maps whose every value is a quantity, by their names. */
const QUANTITIES = ['requests', 'limits', 'capacity'];
/** What there is a quantity of; a name with a slash is a device's. */
const RESOURCES = /^(?:cpu|memory|storage|ephemeral-storage|pods|hugepages-.+|.+\/.+)$/;
/** Fields that count, by the least that they may be. */
const LEAST: Readonly<Record<string, number>> = {
  replicas: 0,
  revisionHistoryLimit: 0,
  minReadySeconds: 0,
  parallelism: 0,
  completions: 0,
  backoffLimit: 0,
  ttlSecondsAfterFinished: 0,
  successfulJobsHistoryLimit: 0,
  failedJobsHistoryLimit: 0,
  startingDeadlineSeconds: 0,
  terminationGracePeriodSeconds: 0,
  initialDelaySeconds: 0,
  progressDeadlineSeconds: 1,
  activeDeadlineSeconds: 1,
  periodSeconds: 1,
  timeoutSeconds: 1,
  failureThreshold: 1,
  successThreshold: 1,
};
const PORTS = ['port', 'targetPort', 'containerPort', 'hostPort', 'nodePort', 'endPort'];

/** Values in the form that the API server wants: quantities, ports, networks, and words of a list. */
export const valuesAreValid: Rule = objectRule('writes values that the API server reads', ({ object }, fault) => {
  if (!isBuiltIn(object)) return;
  for (const { path, value } of valuesIn(object, [])) {
    const wrong = faultOf(path, value);
    if (wrong) fault(path, `is ${JSON.stringify(value)}`, wrong);
  }
});

/** A custom kind says in its own schema what it takes. */
const isBuiltIn = (object: Manifest): boolean => !groupOf(object).includes('.') || groupOf(object).endsWith('.k8s.io');

interface Value {
  readonly path: Path;
  readonly value: unknown;
}

function valuesIn(value: unknown, path: Path): Value[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }];
  return Object.entries(value).flatMap(([key, inner]) =>
    valuesIn(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** What to write in place of a value; undefined when it is as it must be. */
function faultOf(path: Path, value: unknown): string | undefined {
  const [around = '', name = ''] = path.slice(-2).map((step) => (typeof step === 'number' ? '*' : step));
  if (path.some((step) => step === 'data' || step === 'annotations' || step === 'labels' || step === 'matchLabels'))
    return undefined;
  if (QUANTITIES.includes(around) && !RESOURCES.test(name)) return 'write cpu, memory, storage or ephemeral-storage';
  if ((QUANTITIES.includes(around) || name === 'sizeLimit') && amountOf(value) === undefined)
    return 'write a number, with a unit perhaps: 250m, 2, 512Mi, 10Gi';
  if (PORTS.includes(name) && typeof value === 'number' && !(Number.isInteger(value) && value >= 1 && value <= 65535))
    return 'write a port, from 1 to 65535';
  const least = LEAST[name];
  if (least !== undefined && typeof value === 'number' && value < least) return `write ${least} or more`;
  if ((name === 'defaultMode' || name === 'mode') && typeof value === 'number' && !(value >= 0 && value <= 0o777))
    return 'write a mode from 0 to 0777: 0440 for example';
  if ((name === 'cidr' || around === 'except') && !isNetwork(String(value)))
    return 'write a network, 10.0.0.0/16 for example';
  const inList = path.at(-3) ?? '';
  const words = [`${inList}.*.${name}`, `${around}.${name}`, `*.${name}`].map((key) => WORDS[key]).find(Boolean);
  return words && !words.includes(String(value)) ? `write one of ${words.join(', ')}` : undefined;
}

function isNetwork(text: string): boolean {
  const [address = '', length = '', ...more] = text.split('/');
  const version = isIP(address);
  return version > 0 && more.length === 0 && /^\d{1,3}$/.test(length) && Number(length) <= (version === 4 ? 32 : 128);
}
