import { POD_LOGS_FOLDER } from '../../../../lib/names.ts';
import { containersOf, PROBES, podsIn } from '../pods.ts';
import { objectRule, type Rule } from '../rule.ts';
import { COLLECTOR_CAPABILITY, isLimited, isOfCollector, readsLogs } from './log-collector.ts';

// biome-ignore lint/suspicious/noExplicitAny: parts of a pod's spec as they are written
type Field = any;

/** Pod Security judges pods, so the API server takes a Deployment whose pods it will refuse. This looks at every template. */
export const namespacesRestrict: Rule = objectRule(
  'restricts the pods of each namespace',
  ({ object }, fault, tree) => {
    if (object.kind !== 'Namespace') return;
    const label = 'pod-security.kubernetes.io/enforce';
    const level = object.metadata.labels?.[label];
    if (level !== 'restricted' && !isLimited(tree, object.metadata.name))
      fault(['metadata', 'labels'], `has ${label}: ${level ?? 'nothing'}`, 'write restricted');
    const version = object.metadata.labels?.[`${label}-version`];
    if (version !== undefined && version !== 'latest')
      fault(['metadata', 'labels', `${label}-version`], `is ${version}`, 'remove it: the newest rules hold');
  },
);

/** Ways out of the pod. */
export const noHostAccess: Rule = objectRule('gives no pod access to its node', ({ object }, fault) => {
  for (const pod of podsIn(object)) {
    for (const field of ['hostNetwork', 'hostPID', 'hostIPC'])
      if (pod.spec[field] === true) fault([...pod.path, field], 'is true', 'remove it');
    for (const [index, volume] of (pod.spec.volumes ?? []).entries())
      if (volume?.hostPath !== undefined && !readsLogs(object, pod, volume))
        fault(
          [...pod.path, 'volumes', index, 'hostPath'],
          'mounts a folder of the node',
          isOfCollector(object)
            ? `write path: ${POD_LOGS_FOLDER}, and readOnly: true where it is mounted`
            : 'mount a claim, or an emptyDir',
        );
    for (const { path, container } of containersOf(pod)) {
      if (container.securityContext?.privileged === true)
        fault([...path, 'securityContext', 'privileged'], 'is true', 'remove it');
      for (const [index, port] of (container.ports ?? []).entries())
        if (port?.hostPort) fault([...path, 'ports', index, 'hostPort'], `is ${port.hostPort}`, 'write a Service');
    }
  }
});

/** What the restricted profile lets a pod mount; a folder of the node has a rule of its own. */
const VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'hostPath',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/** The profile counts on them: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline */
const SELINUX_TYPES = [undefined, '', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'];

/** What a pod and each of its containers may say of the node's protections. @returns the field at fault, and what is wrong */
function unprotected({ appArmorProfile, seLinuxOptions, windowsOptions }: Field): [field: string, what: string][] {
  const { user, role, type } = seLinuxOptions ?? {};
  return [
    ...(appArmorProfile?.type === 'Unconfined' ? [['appArmorProfile', 'is Unconfined'] as [string, string]] : []),
    ...(user || role || !SELINUX_TYPES.includes(type)
      ? [['seLinuxOptions', 'leaves the type of a container'] as [string, string]]
      : []),
    ...(windowsOptions?.hostProcess === true
      ? [['windowsOptions', 'makes it a process of the node'] as [string, string]]
      : []),
  ];
}

/** The restricted profile: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted */
export const podsAreRestricted: Rule = objectRule(
  'runs pods that the restricted profile allows',
  ({ object }, fault) => {
    for (const pod of podsIn(object)) {
      const inPod = pod.spec.securityContext ?? {};
      const podField = [...pod.path, 'securityContext'];
      const mayBeRoot = isOfCollector(object);
      if (inPod.runAsUser === 0 && !mayBeRoot) fault([...podField, 'runAsUser'], 'is 0', "write a user's number");
      if ((inPod.sysctls ?? []).length > 0) fault([...podField, 'sysctls'], 'changes the kernel', 'remove it');
      for (const [name, what] of unprotected(inPod)) fault([...podField, name], what, 'remove it');
      for (const [index, volume] of (pod.spec.volumes ?? []).entries())
        for (const kind of Object.keys(volume ?? {}).filter((key) => key !== 'name' && !VOLUMES.includes(key)))
          fault([...pod.path, 'volumes', index, kind], 'is refused by the restricted profile', 'mount a claim');
      for (const { path, container } of containersOf(pod)) {
        const own = container.securityContext ?? {};
        for (const [name, what] of unprotected(own)) fault([...path, 'securityContext', name], what, 'remove it');
        for (const probe of PROBES)
          for (const way of ['httpGet', 'tcpSocket'])
            if (container[probe]?.[way]?.host)
              fault(
                [...path, probe, way, 'host'],
                'lets the node ask somebody else',
                'remove it; httpHeaders take a Host',
              );
        const field = (name: string) => [...path, 'securityContext', name];
        if ((own.runAsNonRoot ?? inPod.runAsNonRoot) !== true && !mayBeRoot)
          fault(field('runAsNonRoot'), 'is not true', 'write true');
        if (own.runAsUser === 0 && !mayBeRoot) fault(field('runAsUser'), 'is 0', "write a user's number");
        const seccomp = (own.seccompProfile ?? inPod.seccompProfile)?.type;
        if (!['RuntimeDefault', 'Localhost'].includes(seccomp))
          fault(field('seccompProfile'), `is ${seccomp ?? 'missing'}`, 'write { type: RuntimeDefault }');
        if (own.allowPrivilegeEscalation !== false)
          fault(field('allowPrivilegeEscalation'), 'is not false', 'write false');
        if (!(own.capabilities?.drop ?? []).includes('ALL'))
          fault(field('capabilities'), 'keeps some', 'write drop: [ALL]');
        const allowed = mayBeRoot ? COLLECTOR_CAPABILITY : 'NET_BIND_SERVICE';
        const added = (own.capabilities?.add ?? []).filter((name: string) => name !== allowed);
        if (added.length > 0) fault(field('capabilities'), `adds ${added.join(', ')}`, 'remove it');
        if (own.procMount !== undefined && own.procMount !== 'Default')
          fault(field('procMount'), 'is not Default', 'remove it');
      }
    }
  },
);

/** More than the profile asks for, because it costs nothing. */
export const podsAreSealed: Rule = objectRule('runs pods that cannot write to their own image', ({ object }, fault) => {
  for (const pod of podsIn(object))
    for (const { path, container } of containersOf(pod))
      if (container.securityContext?.readOnlyRootFilesystem !== true)
        fault(
          [...path, 'securityContext', 'readOnlyRootFilesystem'],
          'is not true',
          'write true, and mount an emptyDir where it writes',
        );
});

/** A pod without them is the first to be evicted, and the node cannot tell how many fit. */
export const podsSayWhatTheyNeed: Rule = objectRule('runs pods that say what they need', ({ object }, fault) => {
  for (const pod of podsIn(object)) {
    for (const { path, container } of containersOf(pod)) {
      for (const [part, name] of [
        ['requests', 'cpu'],
        ['requests', 'memory'],
        ['limits', 'memory'],
      ] as const) {
        if (container.resources?.[part]?.[name] === undefined)
          fault(
            [...path, 'resources', part, name],
            'is missing',
            `write it: ${name === 'cpu' ? '100m' : '128Mi'} for example`,
          );
      }
    }
  }
});
