import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { faultsOfObjects } from '../../../../cli/shared/tree/check.ts';
import type { Tree } from '../../../../cli/shared/tree/tree.ts';
import { podSpec, withChanged, withObjects as withOwned } from '../../../support/broken-tree.ts';
import { cronJob, deployment, object } from './faults/fault.ts';

/** Of a Kustomization that Flux applies with all its rights. */
const withObjects = (yaml: string) => withOwned(yaml, 'database');

const env = (...entries: object[]) => deployment(podSpec({}, { env: entries }));
const service = (spec: string) => object('v1', 'Service', `spec: { ${spec} }`);
const SELECTOR = 'selector: { app.kubernetes.io/name: ghost }';
const role = (rules: string) => object('rbac.authorization.k8s.io/v1', 'Role', `rules: [${rules}]`);

/** Shapes that Kubernetes and Flux take, and of which no rule speaks. */
const ALLOWED: readonly (readonly [title: string, tree: () => Tree])[] = [
  [
    'a Service by the name of a port',
    () => withObjects(service(`${SELECTOR}, ports: [{ port: 80, targetPort: http }]`)),
  ],
  ['a Service whose port is its target', () => withObjects(service(`${SELECTOR}, ports: [{ port: 2368 }]`))],
  ['a Service that is a name elsewhere', () => withObjects(service('type: ExternalName, externalName: example.com'))],
  ['a Service whose endpoints are written by somebody', () => withObjects(service('ports: [{ port: 80 }]'))],
  [
    'the Service of a StatefulSet, and its claims',
    () =>
      withObjects(
        `${object('v1', 'Service', 'spec: { clusterIP: None, selector: { a: b }, ports: [{ port: 80 }] }')}\n---\n${object(
          'apps/v1',
          'StatefulSet',
          `spec: { serviceName: extra, selector: { matchLabels: { a: b } }, volumeClaimTemplates: [{ metadata: { name: data }, spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } } }], template: { metadata: { labels: { a: b } }, spec: ${podSpec({}, { ports: [{ containerPort: 80 }], volumeMounts: [{ name: 'data', mountPath: '/data' }] })} } }`,
        )}`,
      ),
  ],
  [
    'variables from a Secret, a ConfigMap and the pod itself',
    () =>
      withObjects(
        env(
          { name: 'A', valueFrom: { secretKeyRef: { name: 'owner', key: 'password' } } },
          { name: 'B', valueFrom: { configMapKeyRef: { name: 'kube-root-ca.crt', key: 'ca.crt' } } },
          { name: 'C', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
          { name: 'D', valueFrom: { secretKeyRef: { name: 'none', key: 'a', optional: true } } },
        ),
      ),
  ],
  [
    'paths of what is mounted, of what lies around it, and of what the image has',
    () =>
      withObjects(
        deployment(
          podSpec(
            {
              volumes: [
                { name: 'owner', secret: { secretName: 'owner' } },
                { name: 'named', secret: { secretName: 'owner', items: [{ key: 'password', path: 'in/word' }] } },
                { name: 'made', secret: { secretName: 'database-user' } },
                { name: 'tmp', emptyDir: {} },
              ],
            },
            {
              command: ['/bin/sh', '/run/owner/password', '/run/owner/..data/password', '/run/owner', '/run/owner/'],
              args: ['/run/named/in/word', '/run/made/whatever', '/run/owner/tmp/x', '/run/one', '/run/ones/else'],
              env: [
                { name: 'LIST', value: '/run/owner/a:/run/owner/b' },
                { name: 'PATTERN', value: '/run/owner/*' },
                { name: 'OTHER', value: '/run/owners/of-the-image' },
              ],
              livenessProbe: { httpGet: { port: 80, path: '/run/owner/health' } },
              ports: [{ containerPort: 80 }],
              volumeMounts: [
                { name: 'owner', mountPath: '/run/owner/' },
                { name: 'owner', mountPath: '/run/one', subPath: 'password' },
                { name: 'named', mountPath: '/run/named' },
                { name: 'made', mountPath: '/run/made' },
                { name: 'tmp', mountPath: '/run/owner/tmp' },
              ],
            },
          ),
        ),
      ),
  ],
  [
    'a pod of every kind of volume that the restricted profile takes, and what it lets it say of its node',
    () =>
      withObjects(
        deployment(
          podSpec(
            {
              securityContext: {
                runAsNonRoot: true,
                seccompProfile: { type: 'RuntimeDefault' },
                appArmorProfile: { type: 'RuntimeDefault' },
                seLinuxOptions: { level: 's0:c123,c456', type: 'container_t' },
              },
              volumes: [
                { name: 'a', configMap: { name: 'kube-root-ca.crt' } },
                { name: 'b', csi: { driver: 'secrets.example.com' } },
                { name: 'c', downwardAPI: { items: [{ path: 'name', fieldRef: { fieldPath: 'metadata.name' } }] } },
                { name: 'd', emptyDir: {} },
                { name: 'e', projected: { sources: [{ configMap: { name: 'kube-root-ca.crt' } }] } },
                { name: 'f', secret: { secretName: 'owner' } },
              ],
            },
            { livenessProbe: { httpGet: { port: 80 } }, ports: [{ containerPort: 80 }] },
          ),
        ),
      ),
  ],
  [
    'an ExternalSecret without a target, and a pod that reads it',
    () =>
      withObjects(
        `${object('external-secrets.io/v1', 'ExternalSecret', 'spec: { secretStoreRef: { kind: ClusterSecretStore, name: secrets-manager }, dataFrom: [{ extract: { key: a } }] }')}\n---\n${cronJob(podSpec({ restartPolicy: 'Never', volumes: [{ name: 'a', secret: { secretName: 'extra', items: [{ key: 'b', path: 'c' }] } }] }))}`,
      ),
  ],
  [
    'a chart whose version begins with a v',
    () => withChanged('OCIRepository', 'external-secrets', ({ spec }) => Object.assign(spec.ref, { tag: 'v2.14.0' })),
  ],
  [
    'a Kustomization that waits for two',
    () => withChanged('Kustomization', 'ghost', ({ spec }) => spec.dependsOn.push({ name: 'operators-controllers' })),
  ],
  [
    'quantities of every form',
    () =>
      withObjects(
        deployment(
          podSpec({}, { resources: { requests: { cpu: 0.5, memory: '1e3' }, limits: { memory: '1.5Gi', cpu: '2' } } }),
        ),
      ),
  ],
  [
    'rights to subresources, to what has no objects, and to kinds of a chart',
    () =>
      withObjects(
        role(
          '{ apiGroups: [""], resources: [pods/log, events, endpoints], verbs: [get] }, { apiGroups: [networking.k8s.io], resources: [ingresses, networkpolicies], verbs: [list, deletecollection] }, { apiGroups: [cert-manager.io], resources: [certificates], verbs: [approve] }',
        ),
      ),
  ],
  [
    'a role of Kubernetes, bound in a namespace',
    () =>
      withObjects(
        object(
          'rbac.authorization.k8s.io/v1',
          'RoleBinding',
          'roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }\nsubjects: [{ kind: ServiceAccount, name: ghost, namespace: ghost }]',
        ),
      ),
  ],
  [
    'fields that are written and left empty',
    () =>
      withObjects(
        'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: extra, namespace: ghost, labels: , annotations: }\ndata:\n---\n' +
          cronJob(podSpec({ restartPolicy: 'Never', volumes: null }, { env: null, ports: null, volumeMounts: null })) +
          `\n---\n${service(`${SELECTOR}, ports: [{ name: , port: 2368 }]`).replace('extra', 'other')}`,
      ),
  ],
  [
    'labels and annotations of somebody else',
    () =>
      withChanged('Service', 'ghost', ({ metadata }) =>
        Object.assign(metadata, { labels: { team: 'blog' }, annotations: { 'example.com/owner': 'a b' } }),
      ),
  ],
  ...['@daily', '@every 1h30m', '*/15 0-6,22 1,15 JAN-jun MON-5', '0 3 * * ?'].map(
    (schedule) =>
      [
        `the schedule ${schedule}`,
        () =>
          withObjects(
            cronJob(podSpec({ restartPolicy: 'Never' })).replace(
              'schedule: "* * * * *"',
              `schedule: "${schedule}", timeZone: Etc/UTC`,
            ),
          ),
      ] as const,
  ),
  [
    'a critical pod that tolerates everything, with what Kubernetes lets it leave out',
    () =>
      withObjects(
        deployment(
          podSpec(
            {
              priorityClassName: 'system-cluster-critical',
              tolerations: [{ operator: 'Exists' }],
              volumes: [{ name: 'a' }],
            },
            {
              env: [{ name: 'my.name', value: '', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
              ports: [{ name: 'http-2', containerPort: 80 }],
              readinessProbe: { exec: { command: ['true'] }, successThreshold: 2 },
              volumeMounts: [{ name: 'a', mountPath: '/a' }],
            },
          ),
        ),
      ),
  ],
];

describe('no rule of gitops/ speaks of', () => {
  for (const [title, tree] of ALLOWED)
    test(title, () => {
      assert.deepEqual(faultsOfObjects(tree()), []);
    });
});
