import type { Manifest } from '../../shared/rendering/render.ts';
import { type Container, containersOf, podSpecOf } from './pods.ts';

type Context = Readonly<Record<string, unknown>>;

/** What lets pods do more on their node, a text each. https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export function privilegesOf(object: Manifest): string[] {
  const spec = podSpecOf(object);
  if (spec === undefined) return [];
  const host = ['hostNetwork', 'hostPID', 'hostIPC', 'shareProcessNamespace'].filter((name) => spec[name] === true);
  const kernel = besides(spec.securityContext ?? {});
  const paths = (spec.volumes ?? []).flatMap(({ hostPath }) => (hostPath ? [`path ${JSON.stringify(hostPath)}`] : []));
  return [...host, ...kernel, ...paths, ...containersOf(object).flatMap(inContainer)];
}

function inContainer({ name, securityContext: context = {}, ports }: Container): string[] {
  const { privileged, allowPrivilegeEscalation, capabilities } = context;
  const added = (capabilities as { add?: readonly string[] } | undefined)?.add ?? [];
  const hostPorts = ((ports ?? []) as { hostPort?: number }[]).flatMap(({ hostPort }) => (hostPort ? [hostPort] : []));
  return [
    ...(privileged === true ? [`${name} privileged`] : []),
    ...(allowPrivilegeEscalation === true ? [`${name} escalates`] : []),
    ...added.map((capability) => `${name} ${capability}`),
    ...hostPorts.map((port) => `${name} port ${port}`),
    ...besides(context).map((one) => `${name} ${one}`),
  ];
}

/** What a context changes of how the kernel holds a process. */
function besides({ appArmorProfile, procMount, seLinuxOptions, sysctls }: Context): string[] {
  const { type } = (appArmorProfile ?? {}) as { type?: string };
  return [
    ...(type === 'Unconfined' ? ['without AppArmor'] : []),
    ...(procMount === 'Unmasked' ? ['sees all of /proc'] : []),
    ...(seLinuxOptions === undefined ? [] : [`SELinux ${JSON.stringify(seLinuxOptions)}`]),
    ...((sysctls ?? []) as readonly unknown[]).map((one) => JSON.stringify(one)),
  ];
}

/** What confines pods, a text each. */
export function confinementOf(object: Manifest): string[] {
  const { securityContext = {}, hostUsers, runtimeClassName } = podSpecOf(object) ?? {};
  const ofPod = [
    ...(hostUsers === false ? ['users of its own'] : []),
    ...(runtimeClassName === undefined ? [] : ['runtime']),
  ];
  const ofContainers = containersOf(object).flatMap(({ name, securityContext: own }) =>
    confining({ ...securityContext, ...own }).map((one) => `${name} ${one}`),
  );
  return [...ofPod, ...ofContainers];
}

/** Whether each container of an object's pods is held to what the standard demands; what makes no pods is. */
export function isRestricted(object: Manifest): boolean {
  const held = new Set(confinementOf(object));
  const demands = ['not root', 'does not escalate', 'seccomp', 'without ALL'];
  return containersOf(object).every(({ name }) => demands.every((demand) => held.has(`${name} ${demand}`)));
}

/** The settings of a container stand before those of its pod. */
function confining(context: Context): string[] {
  const { runAsNonRoot, readOnlyRootFilesystem, allowPrivilegeEscalation, runAsUser, capabilities } = context;
  const { drop = [] } = (capabilities ?? {}) as { drop?: readonly string[] };
  const { type } = (context.seccompProfile ?? {}) as { type?: string };
  return [
    ...(runAsNonRoot === true ? ['not root'] : []),
    ...(typeof runAsUser === 'number' && runAsUser > 0 ? ['as a user'] : []),
    ...(readOnlyRootFilesystem === true ? ['read-only'] : []),
    ...(allowPrivilegeEscalation === false ? ['does not escalate'] : []),
    ...(type === 'RuntimeDefault' || type === 'Localhost' ? ['seccomp'] : []),
    ...drop.map((capability) => `without ${capability}`),
  ];
}
