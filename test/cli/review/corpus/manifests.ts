import type { Manifest } from '../../../../cli/shared/rendering/render.ts';

type More = Readonly<Record<string, unknown>>;

const PRUNE = 'kustomize.toolkit.fluxcd.io/prune';

function manifest(apiVersion: string, kind: string, name: string, more: More, metadata: More = {}): Manifest {
  return { apiVersion, kind, metadata: { name, ...metadata }, ...more };
}

const flux = (name: string, more: More = {}) =>
  manifest('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', name, {
    spec: { path: `./gitops/${name}`, prune: true, wait: true, ...more },
  });

/** How a manifest writes a setting. */
export const setting = (name: string) => `\${${name}}`;

const inGhost = { namespace: 'ghost' };
const inWorker = { namespace: 'worker' };

/** What Flux applies, by Kustomization: each object is there because some branch changes it. */
export const MANIFESTS: Readonly<Record<string, readonly Manifest[]>> = {
  'flux-system': [
    flux('operators'),
    flux('ghost', { dependsOn: [{ name: 'operators' }] }),
    flux('worker', { postBuild: { substituteStrategy: 'Always', substituteFrom: [{ name: 'settings' }] } }),
  ],
  operators: [
    manifest('v1', 'Namespace', 'operators', {}),
    manifest('source.toolkit.fluxcd.io/v1', 'OCIRepository', 'secrets', {
      spec: { url: 'oci://ghcr.io/it/secrets', ref: { tag: '2.14.0' } },
    }),
    manifest('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'secrets', {
      spec: { releaseName: 'secrets', values: { replicas: 2, webhook: { create: true, port: 8443 } } },
    }),
    manifest('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'its.example.com', {
      spec: { scope: 'Namespaced', versions: [{ name: 'v1', served: true }] },
    }),
    manifest('external-secrets.io/v1', 'ClusterSecretStore', 'store', {
      spec: { conditions: [{ namespaces: ['ghost'] }] },
    }),
    manifest(
      'v1',
      'ConfigMap',
      'amazon-vpc-cni',
      { data: { 'enable-network-policy-controller': 'true' } },
      { namespace: 'kube-system' },
    ),
    manifest('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', 'limit', {
      spec: { failurePolicy: 'Fail', validations: [{ expression: 'false', message: 'no' }] },
    }),
    manifest(
      'rbac.authorization.k8s.io/v1',
      'Role',
      'build',
      {
        rules: [{ apiGroups: [''], resources: ['pods', 'services'], verbs: ['get', 'list'] }],
      },
      inGhost,
    ),
    manifest('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'people', {
      roleRef: { kind: 'ClusterRole', name: 'view' },
      subjects: [{ kind: 'Group', name: 'readers' }],
    }),
  ],
  ghost: [
    manifest(
      'v1',
      'Namespace',
      'ghost',
      {},
      {
        annotations: { [PRUNE]: 'disabled' },
        labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
      },
    ),
    manifest('v1', 'PersistentVolume', 'content', { spec: { persistentVolumeReclaimPolicy: 'Retain' } }),
    manifest(
      'v1',
      'PersistentVolumeClaim',
      'content',
      { spec: { storageClassName: 'efs', resources: { requests: { storage: '10Gi' } } } },
      inGhost,
    ),
    manifest(
      'apps/v1',
      'Deployment',
      'ghost',
      {
        spec: {
          replicas: 1,
          strategy: { type: 'Recreate' },
          selector: { matchLabels: { app: 'ghost' } },
          template: {
            spec: {
              serviceAccountName: 'ghost',
              securityContext: { runAsNonRoot: true },
              containers: [
                {
                  name: 'ghost',
                  image: 'public.ecr.aws/docker/library/ghost:6.65.0',
                  env: [
                    { name: 'url', value: setting('SITE_URL') },
                    { name: 'database__password', value: 'hunter2' },
                  ],
                  livenessProbe: { httpGet: { port: 2368 } },
                  resources: { limits: { memory: '768Mi' } },
                },
                { name: 'proxy', image: 'ghcr.io/it/proxy:1.9.2', resources: { limits: { memory: '32Mi' } } },
              ],
            },
          },
        },
      },
      inGhost,
    ),
    manifest('apps/v1', 'StatefulSet', 'queue', { spec: { serviceName: 'queue', replicas: 1 } }, inGhost),
    manifest('v1', 'Service', 'ghost', { spec: { type: 'ClusterIP', ports: [{ name: 'http', port: 80 }] } }, inGhost),
    manifest(
      'networking.k8s.io/v1',
      'NetworkPolicy',
      'ghost',
      {
        spec: {
          podSelector: { matchLabels: { app: 'ghost' } },
          policyTypes: ['Ingress', 'Egress'],
          ingress: [{ from: [{ ipBlock: { cidr: setting('VPC_CIDR') } }], ports: [{ port: 2368 }] }],
        },
      },
      inGhost,
    ),
    manifest(
      'eks.amazonaws.com/v1',
      'TargetGroupBinding',
      'ghost',
      { spec: { targetGroupARN: 'arn:one', targetType: 'ip' } },
      inGhost,
    ),
    manifest(
      'v1',
      'ConfigMap',
      'theme',
      { data: { color: 'blue' } },
      { ...inGhost, annotations: { 'kustomize.toolkit.fluxcd.io/ssa': 'IfNotPresent' } },
    ),
    manifest('v1', 'Secret', 'session', { stringData: { key: 'hunter2' } }, inGhost),
  ],
  worker: [
    manifest(
      'apps/v1',
      'Deployment',
      'worker',
      {
        spec: {
          template: {
            metadata: { labels: { app: 'worker' } },
            spec: {
              volumes: [{ name: 'work', persistentVolumeClaim: { claimName: 'work' } }],
              containers: [
                { name: 'worker', image: `ghcr.io/it/worker:1.4.0@sha256:${'0'.repeat(64)}`, command: ['work'] },
              ],
            },
          },
        },
      },
      inWorker,
    ),
    manifest('v1', 'Service', 'worker', { spec: { selector: { app: 'worker' } } }, inWorker),
    manifest('v1', 'ServiceAccount', 'worker', {}, inWorker),
    manifest('v1', 'ResourceQuota', 'worker', { spec: { hard: { pods: '10' } } }, inWorker),
    manifest('networking.k8s.io/v1', 'Ingress', 'worker', { spec: { tls: [{ hosts: ['it'] }] } }, inWorker),
    manifest(
      'source.toolkit.fluxcd.io/v1',
      'OCIRepository',
      'worker',
      { spec: { url: 'oci://ghcr.io/it/worker', ref: { digest: 'sha256:one' }, verify: { provider: 'cosign' } } },
      inWorker,
    ),
    manifest('v1', 'ConfigMap', 'gated', {}, { ...inWorker, annotations: { 'onemerge/infrastructure': 'it' } }),
  ],
};
