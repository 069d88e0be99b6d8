import type { Manifest } from '../../shared/rendering/render.ts';
import type { ObjectChange } from './compare.ts';
import { guardsLess, opensMore } from './network-policy.ts';
import { podSpecOf } from './pods.ts';
import { confinementOf, isRestricted, privilegesOf } from './privileges.ts';
import { administrators, boundBy, grantsMore } from './rbac.ts';
import { both, gains, isApplied, look, type Rules } from './rule.ts';

export const GUARDING =
  /^(NetworkPolicy|(Validating|Mutating)AdmissionPolicy(Binding)?|(Validating|Mutating)WebhookConfiguration|ResourceQuota|LimitRange)$/;
const ADMITTING = /^(Validating|Mutating)(AdmissionPolicy(Binding)?|WebhookConfiguration)$/;

/** Who may do what in the cluster, and who reaches whom. */
export const ACCESS_RULES: Rules = {
  guardGone: look('guards something, and is pruned', ({ kind, impact }) => GUARDING.test(kind) && impact === 'pruned'),
  admission: look('admits other requests than it did, or changes them', (change) => {
    const { kind, before, after } = change;
    if (!ADMITTING.test(kind) || !isApplied(change)) return false;
    return before === undefined ? /^Mutating|Webhook/.test(kind) : admissionOf(before) !== admissionOf(after);
  }),
  connections: look('lets connections through that it did not let through', (change) => {
    const { kind, before, after } = change;
    return kind === 'NetworkPolicy' && isApplied(change) && after !== undefined && opensMore(before, after);
  }),
  guardsLess: look(
    'guards fewer pods, or fewer of their connections',
    both((before, after) => after.kind === 'NetworkPolicy' && guardsLess(before, after)),
  ),
  networkSwitch: look('switches network policies off', (change) => {
    return change.key === 'ConfigMap/kube-system/amazon-vpc-cni' && isOn(change.before) && !isOn(change.after);
  }),
  podSecurity: look(
    'holds its pods to a weaker standard',
    both((before, after) => standardOf(after) < standardOf(before) || versionOf(after) < versionOf(before)),
  ),
  noPodSecurity: look('is a namespace that holds its pods to no standard', ({ kind, before, after }) => {
    return kind === 'Namespace' && before === undefined && after !== undefined && standardOf(after) <= 0;
  }),
  rights: look('grants rights in the cluster that it did not grant', (change) => {
    const { kind, before, after } = change;
    return /^(Cluster)?Role$/.test(kind) && isApplied(change) && after !== undefined && grantsMore(before, after);
  }),
  administrators: look('makes somebody an administrator', gains(administrators)),
  bound: look('gives rights in the cluster to somebody who did not have them', (change) => {
    return /^(Cluster)?RoleBinding$/.test(change.kind) && gains(boundBy)(change) && !gains(administrators)(change);
  }),
  identity: look(
    'runs its pods as somebody else, or gives them a token',
    both((before, after) => identityOf(before) !== identityOf(after) && identityOf(after) !== ''),
  ),
  privileges: look('may do more on its node than it could', gains(privilegesOf)),
  unconfined: look(
    'is confined less than it was',
    both((before, after) => {
      const later = new Set(confinementOf(after));
      const stays = (one: string) => later.has(one) || later.has(one.replace(/ without \w+$/, ' without ALL'));
      return !confinementOf(before).every(stays);
    }),
  ),
  unconfinedNew: look('is new, and not confined as the restricted standard demands', ({ before, after }) => {
    return before === undefined && after !== undefined && !isRestricted(after);
  }),
  secretStore: look('decides who reads which secrets, and is new or changed', (change) => {
    return (
      /^((Cluster)?(SecretStore|ExternalSecret)|PushSecret)$/.test(change.kind) &&
      isApplied(change) &&
      touchesSpec(change)
    );
  }),
  entrance: look('lets traffic in from outside the cluster', gains(entrancesOf)),
};

/** What is admitted, without the words for whoever is refused. */
const admissionOf = (object: Manifest | undefined) =>
  JSON.stringify([object?.spec, object?.webhooks], (name, value) =>
    /^(message|messageExpression)$/.test(name) ? '' : value,
  );

const isOn = (map: Manifest | undefined) => map?.data?.['enable-network-policy-controller'] === 'true';

const touchesSpec = ({ before, fields }: ObjectChange) =>
  before === undefined || fields.some(({ path }) => path.startsWith('spec'));

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
const STANDARDS = ['privileged', 'baseline', 'restricted'];

function standardOf({ kind, metadata }: Manifest): number {
  const standard = metadata.labels?.['pod-security.kubernetes.io/enforce'] ?? 'privileged';
  return kind === 'Namespace' ? STANDARDS.indexOf(standard) : 0;
}

/** Of Kubernetes, as the standard of which its pods are held; the newest unless the namespace says another one. */
function versionOf({ metadata }: Manifest): number {
  const version = metadata.labels?.['pod-security.kubernetes.io/enforce-version'] ?? 'latest';
  return version === 'latest' ? Number.POSITIVE_INFINITY : Number(/^v1\.(\d+)$/.exec(version)?.[1] ?? 0);
}

function identityOf(object: Manifest): string {
  const spec = podSpecOf(object);
  const token = (spec ?? object).automountServiceAccountToken;
  if (spec === undefined && object.kind !== 'ServiceAccount') return '';
  const projected = JSON.stringify(spec?.volumes ?? []).match(/"serviceAccountToken":{.*?}/g) ?? [];
  return `${spec?.serviceAccountName ?? 'default'} ${token === false ? 'without' : 'with'} ${projected.join()}`;
}

function entrancesOf({ kind, metadata, spec }: Manifest): string[] {
  const { type, externalIPs = [], loadBalancerSourceRanges, networking, rules, listeners } = spec ?? {};
  if (kind === 'TargetGroupBinding') return [`${kind} ${JSON.stringify(networking)}`];
  if (/^(Ingress|Gateway|HTTPRoute|GRPCRoute|TCPRoute|TLSRoute)$/.test(kind)) {
    return [kind, ...[rules ?? [], listeners ?? []].flat().map((rule) => JSON.stringify(rule))];
  }
  const open = kind === 'Service' && (type === 'LoadBalancer' || type === 'NodePort' || externalIPs.length > 0);
  const scheme = Object.entries(metadata.annotations ?? {}).filter(([name]) => /load-balancer/.test(name));
  return open ? [JSON.stringify([type, externalIPs, loadBalancerSourceRanges, scheme])] : [];
}
