import type { LiveMutation } from './mutation.ts';
import { named, target, titleOf } from './mutation.ts';

/** A JSON patch, or a merge patch. */
type Patch = readonly { readonly op: string; readonly path: string; readonly value?: unknown }[] | object;

/** What people and their programs call themselves when they change a field. */
const PROGRAMS = ['kubectl-patch', 'kubectl-edit', 'curl', 'python-requests', 'terraform', 'somebody'] as const;

const CONTAINER = '/spec/template/spec/containers/0';

/** What is changed of which object; each is done by another program in turn. */
export const EDITS: readonly (readonly [object: string, patch: Patch])[] = [
  ['deployment ghost/ghost', { spec: { paused: true } }],
  ['deployment ghost/ghost', { spec: { progressDeadlineSeconds: 60 } }],
  ['deployment ghost/ghost', { spec: { revisionHistoryLimit: 9 } }],
  ['deployment ghost/ghost', { metadata: { labels: { 'app.kubernetes.io/name': 'other' } } }],
  [
    'deployment ghost/ghost',
    { spec: { template: { metadata: { annotations: { 'karpenter.sh/do-not-disrupt': 'true' } } } } },
  ],
  [
    'deployment ghost/ghost',
    [{ op: 'replace', path: `${CONTAINER}/image`, value: 'public.ecr.aws/docker/library/ghost:none' }],
  ],
  [
    'deployment ghost/ghost',
    [{ op: 'add', path: `${CONTAINER}/env/-`, value: { name: 'privacy__useGravatar', value: 'false' } }],
  ],
  ['deployment ghost/ghost', [{ op: 'remove', path: `${CONTAINER}/env/13` }]],
  ['deployment ghost/ghost', [{ op: 'remove', path: `${CONTAINER}/livenessProbe` }]],
  ['deployment external-secrets/external-secrets', { spec: { paused: true } }],
  [
    'deployment external-secrets/external-secrets',
    { spec: { template: { spec: { nodeSelector: { 'example.com/none': 'x' } } } } },
  ],
  [
    'deployment external-secrets/external-secrets',
    [{ op: 'replace', path: `${CONTAINER}/image`, value: 'example.com/none:1' }],
  ],
  [
    'deployment external-secrets/external-secrets',
    [{ op: 'replace', path: `${CONTAINER}/resources/limits/memory`, value: '300Mi' }],
  ],
  [
    'deployment external-secrets/external-secrets',
    [{ op: 'add', path: `${CONTAINER}/args/-`, value: '--loglevel=debug' }],
  ],
  ['deployment flux-system/notification-controller', { spec: { replicas: 0 } }],
  ['service ghost/ghost', { spec: { selector: { 'app.kubernetes.io/name': 'nobody' } } }],
  ['service ghost/ghost', { spec: { selector: { 'example.com/none': 'x' } } }],
  ['service ghost/ghost', [{ op: 'replace', path: '/spec/ports/0/targetPort', value: 2369 }]],
  ['service ghost/ghost', { spec: { sessionAffinity: 'ClientIP' } }],
  ['networkpolicy ghost/ghost', [{ op: 'remove', path: '/spec/ingress' }]],
  ['networkpolicy ghost/ghost', [{ op: 'remove', path: '/spec/egress/2' }]],
  ['networkpolicy ghost/ghost', [{ op: 'add', path: '/spec/ingress/-', value: {} }]],
  ['networkpolicy ghost/ghost', { spec: { podSelector: { matchLabels: { 'app.kubernetes.io/name': 'nobody' } } } }],
  ['networkpolicy ghost/default-deny', { spec: { policyTypes: ['Ingress'] } }],
  ['networkpolicy external-secrets/external-secrets', { spec: { ingress: [{}] } }],
  [
    'networkpolicy flux-system/webhook-receiver',
    [{ op: 'replace', path: '/spec/ingress/0/ports/0/port', value: 9293 }],
  ],
  ['configmap ghost/database-ca', { binaryData: { 'ca.pem': 'bm9uZQ==' } }],
  ['configmap ghost/database-ca', { data: { more: 'x' } }],
  ['configmap kube-system/amazon-vpc-cni', { data: { 'enable-network-policy-controller': 'false' } }],
  ['configmap kube-system/amazon-vpc-cni', { data: { 'enable-network-policy-controller': null } }],
  ['serviceaccount ghost/ghost', { automountServiceAccountToken: true }],
  ['serviceaccount ghost/ghost', { automountServiceAccountToken: null }],
  [
    'serviceaccount external-secrets/external-secrets',
    { metadata: { annotations: { 'eks.amazonaws.com/role-arn': 'x' } } },
  ],
  ['externalsecret ghost/owner', [{ op: 'replace', path: '/spec/data/0/remoteRef/property', value: 'passwrd' }]],
  ['externalsecret database/master', [{ op: 'remove', path: '/spec/data/1' }]],
  ['externalsecret database/master', { spec: { refreshInterval: '24h' } }],
  ['externalsecret flux-system/webhook-token', { spec: { refreshInterval: '0' } }],
  ['externalsecret flux-system/webhook-token', { spec: { secretStoreRef: { name: 'nowhere' } } }],
  [
    'clustersecretstore secrets-manager',
    { spec: { conditions: [{ namespaces: ['flux-system', 'ghost', 'default'] }] } },
  ],
  ['clustersecretstore secrets-manager', { spec: { conditions: null } }],
  ['targetgroupbinding ghost/ghost', { spec: { serviceRef: { name: 'nobody' } } }],
  ['targetgroupbinding flux-system/webhook-receiver', { spec: { serviceRef: { port: 81 } } }],
  ['receiver flux-system/github', { spec: { suspend: true } }],
  ['receiver flux-system/github', { spec: { events: ['ping'] } }],
  [
    'clusterrole onemerge-build',
    [{ op: 'add', path: '/rules/-', value: { apiGroups: [''], resources: ['secrets'], verbs: ['get'] } }],
  ],
  ['clusterrole onemerge-build', [{ op: 'remove', path: '/rules/2' }]],
  ['clusterrole onemerge-read', [{ op: 'remove', path: '/rules/6' }]],
  [
    'clusterrolebinding onemerge-build-view',
    { subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'everybody' }] },
  ],
  ['validatingadmissionpolicy onemerge-build', { spec: { failurePolicy: 'Ignore' } }],
  ['validatingadmissionpolicy onemerge-external-secrets', [{ op: 'remove', path: '/spec/validations/2' }]],
  ['validatingadmissionpolicybinding onemerge-build', { spec: { validationActions: ['Audit'] } }],
  ['namespace ghost', { metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } } }],
  ['namespace external-secrets', { metadata: { labels: { 'pod-security.kubernetes.io/enforce': null } } }],
  ['persistentvolume ghost-content', { spec: { persistentVolumeReclaimPolicy: 'Delete' } }],
  ['persistentvolumeclaim ghost/content', { metadata: { annotations: { 'kustomize.toolkit.fluxcd.io/prune': null } } }],
  ['kustomization flux-system/ghost', { spec: { suspend: true } }],
  ['kustomization flux-system/ghost', { spec: { prune: false } }],
  ['kustomization flux-system/operators-configs', { spec: { wait: null } }],
  ['kustomization flux-system/operators-controllers', { spec: { interval: '24h' } }],
  ['kustomization flux-system/flux-system', { spec: { suspend: true } }],
  ['kustomization flux-system/flux-system', { spec: { prune: false } }],
  ['gitrepository flux-system/flux-system', { spec: { suspend: true } }],
  ['gitrepository flux-system/flux-system', { spec: { interval: '24h' } }],
  ['helmrelease external-secrets/external-secrets', { spec: { suspend: true } }],
  ['helmrelease external-secrets/external-secrets', { spec: { driftDetection: { mode: 'disabled' } } }],
  ['ocirepository external-secrets/external-secrets', { spec: { ref: { tag: '99.0.0' } } }],
  ['ocirepository external-secrets/external-secrets', { spec: { suspend: true } }],
  ['configmap flux-system/settings', { data: { VPC_CIDR: '10.99.0.0/16' } }],
  ['configmap flux-system/settings', { data: { CLUSTER_DNS_ADDRESS: null } }],
  ['configmap flux-system/settings', { data: { MORE: 'x' } }],
  [
    'configmap flux-system/settings',
    {
      data: { AWS_REGION: 'eu-west-9' },
      metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': null } },
    },
  ],
];

/** Fields of live objects, changed or removed. */
export const edits: readonly LiveMutation[] = EDITS.map(([object, patch], i) => {
  const of = target(object);
  const program = PROGRAMS[i % PROGRAMS.length] ?? 'kubectl-patch';
  const text = JSON.stringify(patch);
  const how = [`--type=${Array.isArray(patch) ? 'json' : 'merge'}`, `--field-manager=${program}`, '--patch', text];
  return {
    title: `${program} changes ${titleOf(of)}: ${text.slice(0, 90)}`,
    make: (kubectl) => kubectl(['patch', ...named(of), ...how]),
  };
});
