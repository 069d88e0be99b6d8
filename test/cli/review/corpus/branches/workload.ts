import { addObject, type Edit, object, resource, write } from '../edits.ts';

const GHOST = 'ghost/Deployment-ghost';
const PRUNE = 'kustomize.toolkit.fluxcd.io/prune';

// biome-ignore lint/suspicious/noExplicitAny: manifests are as deep and varied as the Kubernetes API
const container = (change: (container: any) => void): Edit =>
  object(GHOST, ({ spec }) => change(spec.template.spec.containers[0]));

const image = (name: string): Edit => container((own) => Object.assign(own, { image: name }));

/** Branches that change manifests. */
export const WORKLOAD: Readonly<Record<string, readonly Edit[]>> = {
  'both-halves': [
    resource('Database/Database', (own) => Object.assign(own, { DBInstanceClass: 'db.t4g.medium' })),
    container((own) => Object.assign(own.resources.limits, { memory: '1Gi' })),
  ],
  'image-up': [image('public.ecr.aws/docker/library/ghost:6.66.0')],
  'image-down': [image('public.ecr.aws/docker/library/ghost:6.60.0')],
  'image-elsewhere-and-unpinned': [image('docker.io/stranger/ghost:latest')],
  'proxy-major-and-down': [
    object(GHOST, ({ spec }) => {
      const { containers } = spec.template.spec;
      containers[1].image = 'ghcr.io/it/proxy:2.0.0';
      containers.push({ ...containers[1], name: 'other', image: 'a:1.2' });
    }),
  ],
  'proxy-down': [
    object(GHOST, ({ spec }) => Object.assign(spec.template.spec.containers[1], { image: 'ghcr.io/it/proxy:1.8.0' })),
  ],
  'containers-in-another-order': [object(GHOST, ({ spec }) => spec.template.spec.containers.reverse())],
  'selector-changed': [object(GHOST, ({ spec }) => Object.assign(spec.selector.matchLabels, { app: 'blog' }))],
  'binding-made-anew': [
    object('ghost/TargetGroupBinding-ghost', ({ metadata, spec }) => {
      metadata.annotations = { 'kustomize.toolkit.fluxcd.io/force': 'Enabled' };
      spec.targetGroupARN = 'arn:two';
    }),
  ],
  'claim-made-anew': [
    object('ghost/PersistentVolumeClaim-content', ({ metadata, spec }) => {
      metadata.annotations = { 'kustomize.toolkit.fluxcd.io/force': 'Enabled' };
      spec.storageClassName = 'gp3';
    }),
  ],
  'volumes-less-safe': [
    object('ghost/PersistentVolume-content', ({ spec }) =>
      Object.assign(spec, { persistentVolumeReclaimPolicy: 'Delete' }),
    ),
    object('ghost/StatefulSet-queue', ({ spec }) => {
      spec.persistentVolumeClaimRetentionPolicy = { whenDeleted: 'Delete' };
    }),
    object('ghost/Namespace-ghost', ({ metadata }) => {
      delete metadata.annotations[PRUNE];
      metadata.labels['pod-security.kubernetes.io/enforce'] = 'baseline';
    }),
  ],
  'stateful-set-pruned': [write({ 'gitops/ghost/StatefulSet-queue.yaml': undefined })],
  'namespace-spared': [write({ 'gitops/ghost/Namespace-ghost.yaml': undefined })],
  'pruned-with-pruning-off': [
    object('flux-system/Kustomization-ghost', ({ spec }) => Object.assign(spec, { prune: false })),
    write({ 'gitops/ghost/StatefulSet-queue.yaml': undefined }),
  ],
  'kustomization-pruned': [
    write({
      'gitops/flux-system/Kustomization-ghost.yaml': undefined,
      ...Object.fromEntries(
        ['Deployment-ghost', 'Service-ghost'].map((name) => [`gitops/ghost/${name}.yaml`, undefined]),
      ),
    }),
  ],
  'kustomization-suspended': [
    object('flux-system/Kustomization-ghost', ({ spec }) =>
      Object.assign(spec, { suspend: true, dependsOn: [], wait: false }),
    ),
  ],
  'service-moved': [
    object('ghost/Service-ghost', () => undefined),
    (files) => {
      files['gitops/operators/Service-ghost.yaml'] = files['gitops/ghost/Service-ghost.yaml'] ?? '';
      delete files['gitops/ghost/Service-ghost.yaml'];
    },
  ],
  'service-opened': [object('ghost/Service-ghost', ({ spec }) => Object.assign(spec, { type: 'LoadBalancer' }))],
  'change-that-flux-ignores': [object('ghost/ConfigMap-theme', ({ data }) => Object.assign(data, { color: 'red' }))],
  'secret-of-a-manifest': [
    object('ghost/Secret-session', ({ stringData }) => Object.assign(stringData, { key: 'hunter3' })),
    container(({ env }) => Object.assign(env[1], { value: 'hunter3' })),
  ],
  'nothing-runs': [object(GHOST, ({ spec }) => Object.assign(spec, { replicas: 0 }))],
  'less-watched': [
    container((own) => {
      delete own.livenessProbe;
      delete own.resources;
    }),
    object(GHOST, ({ spec }) => {
      spec.strategy = { type: 'RollingUpdate' };
    }),
  ],
  'more-privileged': [
    object(GHOST, ({ spec }) => {
      const pod = spec.template.spec;
      pod.serviceAccountName = 'flux';
      pod.securityContext = {};
      pod.containers[0].securityContext = { privileged: true };
    }),
  ],
  'policy-opened': [
    object('ghost/NetworkPolicy-ghost', ({ spec }) => {
      spec.ingress = [{}];
      spec.policyTypes = ['Ingress'];
    }),
  ],
  'policy-narrowed': [object('ghost/NetworkPolicy-ghost', ({ spec }) => Object.assign(spec, { ingress: [] }))],
  'guards-gone': [
    write({ 'gitops/ghost/NetworkPolicy-ghost.yaml': undefined }),
    object('operators/ValidatingAdmissionPolicy-limit', ({ spec }) => Object.assign(spec, { failurePolicy: 'Ignore' })),
    object('operators/ConfigMap-amazon-vpc-cni', ({ data }) =>
      Object.assign(data, { 'enable-network-policy-controller': 'false' }),
    ),
  ],
  'admission-in-other-words': [
    object('operators/ValidatingAdmissionPolicy-limit', ({ spec }) =>
      Object.assign(spec.validations[0], { message: 'never' }),
    ),
  ],
  'rights-widened': [
    object('operators/Role-build', ({ rules }) => rules[0].verbs.push('delete')),
    object('operators/ClusterRoleBinding-people', ({ subjects }) => subjects.push({ kind: 'User', name: 'somebody' })),
    object('operators/ClusterSecretStore-store', ({ spec }) => spec.conditions[0].namespaces.push('default')),
  ],
  'rights-narrowed': [object('operators/Role-build', ({ rules }) => Object.assign(rules[0], { verbs: ['get'] }))],
  'administrator-made': [
    addObject('operators', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'root' },
      roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'Group', name: 'readers' }],
    }),
  ],
};
