import type { Manifest } from '../../shared/rendering/render.ts';
import { PROBES } from '../../shared/tree/pods.ts';
import { GUARDING } from './access-rules.ts';
import type { ObjectChange } from './compare.ts';
import { HOLDING_RULES } from './holding-rules.ts';
import { type Container, containersOf, podSpecOf } from './pods.ts';
import { programsIn, variablesThatLoad, variablesThatPoint } from './programs.ts';
import { claimsOf, secretsRead, secretsWritten } from './reads.ts';
import { both, gains, isApplied, look, loses, type Rule, type Rules } from './rule.ts';
import { GENERATED, TAKES_AWAY } from './understood.ts';

/** What runs in a pod beside its image, what it reads, and where traffic goes. */
export const WAY_RULES: Rules = {
  newContainer: look('runs a container that it did not run', (change) => {
    return change.before !== undefined && gains((object) => containersOf(object).map(({ name }) => name))(change);
  }),
  command: look(
    'runs its image by another command',
    both((before, after) => {
      const earlier = new Map(containersOf(before).map((container) => [container.name, commandOf(container)]));
      return containersOf(after).some((one) => earlier.has(one.name) && earlier.get(one.name) !== commandOf(one));
    }),
  ),
  program: look('holds a program that it did not hold, or another one', gains(programsIn)),
  loads: look('is told by a variable what to load, or not to check', gains(variablesThatLoad)),
  asks: look(
    'is told by a variable to ask somebody else',
    both((before, after) => {
      const earlier = variablesThatPoint(before);
      return variablesThatPoint(after).some((one) => !earlier.includes(one));
    }),
  ),
  names: look(
    'looks names up elsewhere',
    both((before, after) => namesOf(before) !== namesOf(after)),
  ),
  labels: look('goes by other labels, so that policies and services may not find it', loses(labelsOf)),
  secretsRead: look('reads a Secret, or a part of one, that it did not read', (change) => {
    return change.before !== undefined && gains(secretsRead)(change);
  }),
  clearText: look('holds a secret in clear text', gains(secretsWritten)),
  credentials: look('gets credentials of AWS or of the cluster', gains(credentialsOf)),
  keptElsewhere: look('keeps what it stores somewhere else, or nowhere', loses(claimsOf)),
  traffic: look(
    'sends its traffic to others',
    (change) =>
      both((before, after) => targetsOf(before) !== targetsOf(after))(change) ||
      (change.before === undefined && change.after?.kind === 'Service' && change.after.spec?.type === 'ExternalName'),
  ),
  addresses: look('sends traffic to addresses that are written by hand', anyOf(/^Endpoint(s|Slice)$/)),
  api: look('answers for a part of the Kubernetes API', anyOf(/^APIService$/)),
  nodes: look('decides what nodes are and may, and is new or changed', anyOf(/^(NodeClass|NodePool|EC2NodeClass)$/)),
  system: look("changes the cluster's own namespace", (change) => {
    const { metadata } = change.after ?? {};
    return isApplied(change) && metadata?.namespace === 'kube-system' && metadata.name !== 'amazon-vpc-cni';
  }),
  limitless: look(
    'limits what others use less, or otherwise',
    both((before, after) => {
      return /^(ResourceQuota|LimitRange)$/.test(after.kind) && !isSame(before.spec, after.spec);
    }),
  ),
  gone: look('is pruned, and nothing does what it did', (change) => {
    const { kind, impact } = change;
    return impact === 'pruned' && !TAKES_AWAY.test(kind) && !isTold(change) && !isGenerated(change);
  }),
  owner: look(
    'goes when its new owner goes',
    gains(({ metadata }) => {
      const { ownerReferences = [] } = metadata as { readonly ownerReferences?: readonly unknown[] };
      return ownerReferences.map((owner) => JSON.stringify(owner));
    }),
  ),
  plainIngress: look(
    'takes connections that are not encrypted',
    loses(({ kind, spec }) => {
      return kind === 'Ingress' && spec?.tls ? ['tls'] : [];
    }),
  ),
};

function anyOf(kinds: RegExp): Rule['meets'] {
  return (change: ObjectChange) => kinds.test(change.kind) && isApplied(change) && changesMore(change);
}

/** Whether more than metadata changes. */
const changesMore = ({ before, fields }: ObjectChange) =>
  before === undefined || fields.some(({ path }) => !path.startsWith('metadata'));

/** What other rules say of what is pruned. */
const isTold = (change: ObjectChange) => HOLDING_RULES.holding?.meets(change) || GUARDING.test(change.kind);

/** What kustomize makes of files goes by another name once they change. */
const isGenerated = ({ kind, before }: ObjectChange) =>
  /^(ConfigMap|Secret)$/.test(kind) && GENERATED.test(before?.metadata.name ?? '');

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** What a container runs: its probes may run a command as well, or call somebody else. */
const commandOf = ({ command, args, lifecycle, workingDir, ...container }: Container) =>
  JSON.stringify([
    [command, args, lifecycle, workingDir],
    PROBES.map((name) => {
      const { exec, httpGet, tcpSocket } = (container[name] ?? {}) as Readonly<Record<string, { host?: unknown }>>;
      return [exec, httpGet?.host, tcpSocket?.host];
    }),
  ]);

function namesOf(object: Manifest): string {
  const { dnsPolicy, dnsConfig, hostAliases } = podSpecOf(object) ?? {};
  return JSON.stringify([dnsPolicy, dnsConfig, hostAliases]);
}

function labelsOf({ spec }: Manifest): string[] {
  const template = spec?.jobTemplate?.spec?.template ?? spec?.template;
  return Object.entries(template?.metadata?.labels ?? {}).map(([name, label]) => `${name}=${label}`);
}

function credentialsOf({ kind, metadata, type }: Manifest): string[] {
  const token = kind === 'Secret' && type === 'kubernetes.io/service-account-token' ? ['token'] : [];
  const role = kind === 'ServiceAccount' ? (metadata.annotations?.['eks.amazonaws.com/role-arn'] ?? []) : [];
  return [...token, ...[role].flat(), ...(kind === 'CertificateSigningRequest' ? ['certificate'] : [])];
}

function targetsOf({ kind, spec }: Manifest): string {
  const { selector, externalName } = spec ?? {};
  return kind === 'Service' ? JSON.stringify([selector, externalName]) : '';
}
