import { podSpec, withChanged, withObjects } from '../../../../support/broken-tree.ts';
import { type BreaksRule, deployment, object } from './fault.ts';

const ghost = (change: (pod: ReturnType<typeof JSON.parse>) => void) => () =>
  withChanged('Deployment', 'ghost', ({ spec }) => change(spec.template.spec));
const volume = (name: string, fields: object) =>
  ghost((pod) =>
    Object.assign(
      pod.volumes.find((one: { name: string }) => one.name === name),
      fields,
    ),
  );
const env = (valueFrom: object) => deployment(podSpec({}, { env: [{ name: 'A', valueFrom }] }));

const users = (change: (container: ReturnType<typeof JSON.parse>) => void) => () =>
  withChanged('Deployment', 'users', ({ spec }) => change(spec.template.spec.containers[0]));

export const REFERENCE_FAULTS: readonly BreaksRule[] = [
  [
    'a mount of a volume that the pod lacks',
    volume('content', { name: 'contents' }),
    /deployment\.yaml:\d+$/,
    /volumeMounts\[0\]\.name is content, no volume of the pod/,
  ],
  [
    'a mount in an init container of a CronJob',
    () =>
      withObjects(
        object(
          'batch/v1',
          'CronJob',
          `spec: { schedule: "* * * * *", jobTemplate: { spec: { template: { spec: ${podSpec({ initContainers: [{ name: 'a', volumeMounts: [{ name: 'b', mountPath: '/b' }] }] })} } } } }`,
        ),
      ),
    /./,
    /initContainers\[0\]\.volumeMounts\[0\]\.name is b, no volume/,
  ],
  [
    'a Secret that nobody makes',
    () => withChanged('ExternalSecret', 'owner', ({ spec }) => Object.assign(spec.target, { name: 'onwer' })),
    /deployment\.yaml:\d+$/,
    /secretName is owner, no Secret of the namespace ghost/,
  ],
  [
    'a Secret that a program may read and nobody writes',
    () => withChanged('Role', 'database-user', ({ rules }) => Object.assign(rules[1], { verbs: ['get'] })),
    /deployment\.yaml:\d+$/,
    /secretName is database-user, no Secret of the namespace ghost/,
  ],
  [
    'a program that its ConfigMap does not hold',
    users((container) => Object.assign(container, { command: ['node', '/run/database/program/user.mjs'] })),
    /deployment\.yaml:\d+$/,
    /command\[1\] is \/run\/database\/program\/user\.mjs, and the ConfigMap program-\w+ does not hold it/,
  ],
  [
    'a key that its ConfigMap calls otherwise',
    () =>
      withChanged('ConfigMap', 'database-ca', (map) => {
        Object.assign(map, { binaryData: { 'ca.crt': map.binaryData['ca.pem'] } });
      }),
    /deployment\.yaml:\d+$/,
    /env\[10\]\.value is \/run\/ghost\/database-ca\/ca\.pem, and the ConfigMap database-ca does not hold it/,
  ],
  [
    'a key that its ExternalSecret calls otherwise',
    () => withChanged('ExternalSecret', 'owner', ({ spec }) => Object.assign(spec.data[0], { secretKey: 'passwort' })),
    /deployment\.yaml:\d+$/,
    /initContainers\[0\]\.args\[4\] is \/run\/ghost\/owner\/password, and the Secret owner does not hold it/,
  ],
  [
    'a folder where nothing is mounted',
    ghost((pod) => Object.assign(pod.initContainers[0].args, { 4: '/run/ghost/owners/password' })),
    /deployment\.yaml:\d+$/,
    /args\[4\] is \/run\/ghost\/owners\/password, where no volume is mounted/,
  ],
  [
    'a probe that runs what is not there',
    users((container) =>
      Object.assign(container, { livenessProbe: { exec: { command: ['node', '/run/database/program/alive.mjs'] } } }),
    ),
    /deployment\.yaml:\d+$/,
    /livenessProbe\.exec\.command\[1\] is .*alive\.mjs, and the ConfigMap program-/,
  ],
  [
    'a ConfigMap that nobody makes',
    volume('database-ca', { configMap: { name: 'databse-ca' } }),
    /deployment\.yaml:\d+$/,
    /configMap\.name is databse-ca, no ConfigMap/,
  ],
  [
    'a claim that nobody makes',
    volume('content', { persistentVolumeClaim: { claimName: 'contents' } }),
    /deployment\.yaml:\d+$/,
    /claimName is contents, no PersistentVolumeClaim/,
  ],
  [
    'a ServiceAccount that nobody makes',
    ghost((pod) => Object.assign(pod, { serviceAccountName: 'gost' })),
    /deployment\.yaml:\d+$/,
    /serviceAccountName is gost, no ServiceAccount/,
  ],
  [
    'a key that a Secret will not hold',
    () => withObjects(env({ secretKeyRef: { name: 'owner', key: 'user' } })),
    /./,
    /is owner, a Secret without user/,
  ],
  [
    'a key that a ConfigMap does not hold',
    () => withObjects(env({ configMapKeyRef: { name: 'database-ca', key: 'ca.crt' } })),
    /./,
    /is database-ca, a ConfigMap without ca\.crt/,
  ],
  [
    'a file of a projected ConfigMap that is not there',
    () =>
      withObjects(
        deployment(
          podSpec({
            volumes: [{ name: 'a', projected: { sources: [{ configMap: { name: 'none' } }] } }],
          }),
        ),
      ),
    /./,
    /projected\.sources\[0\]\.configMap\.name is none/,
  ],
  [
    'a Service that selects no pod',
    () => withChanged('Service', 'ghost', ({ spec }) => Object.assign(spec.selector, { a: 'b' })),
    /service\.yaml:\d+$/,
    /spec\.selector selects no pod/,
  ],
  [
    'a Service at a port that nobody declares',
    () => withChanged('Service', 'ghost', ({ spec }) => Object.assign(spec.ports[0], { targetPort: 236 })),
    /service\.yaml:12$/,
    /targetPort is 236, no port of its pods/,
  ],
  [
    'a Service at a name that no port has',
    () => withChanged('Service', 'ghost', ({ spec }) => Object.assign(spec.ports[0], { targetPort: 'web' })),
    /service\.yaml:12$/,
    /targetPort is web, no port of its pods/,
  ],
  [
    'a probe of a port that nobody declares',
    ghost((pod) => Object.assign(pod.containers[0].livenessProbe.httpGet, { port: 'web' })),
    /deployment\.yaml:\d+$/,
    /livenessProbe\.httpGet\.port is web, no port of the pod/,
  ],
  [
    'a target group without a Service',
    () => withChanged('TargetGroupBinding', 'ghost', ({ spec }) => Object.assign(spec.serviceRef, { name: 'blog' })),
    /target-group\.yaml:\d+$/,
    /serviceRef\.name is blog, no Service/,
  ],
  [
    'a target group at a port that a Service lacks',
    () =>
      withChanged('TargetGroupBinding', 'webhook-receiver', ({ spec }) => Object.assign(spec.serviceRef, { port: 8 })),
    /webhook-target-group\.yaml:\d+$/,
    /serviceRef\.port is 8, no port/,
  ],
  [
    'a chart that nobody fetches',
    () =>
      withChanged('HelmRelease', 'external-secrets', ({ spec }) => Object.assign(spec.chartRef, { name: 'external' })),
    /external-secrets\.yaml:\d+$/,
    /spec\.chartRef\.name is external, no OCIRepository/,
  ],
  [
    'a Kustomization that waits for none',
    () =>
      withChanged('Kustomization', 'ghost', ({ spec }) => Object.assign(spec, { dependsOn: [{ name: 'configs' }] })),
    /production\/ghost\.yaml:\d+$/,
    /dependsOn\[0\]\.name is configs, no Kustomization/,
  ],
  [
    'a health check of what is not there',
    () =>
      withChanged('Kustomization', 'ghost', ({ spec }) =>
        Object.assign(spec, {
          healthChecks: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'blog', namespace: 'ghost' }],
        }),
      ),
    /production\/ghost\.yaml:\d+$/,
    /healthChecks\[0\]\.name is blog, no Deployment/,
  ],
  [
    'a source that CDK does not make',
    () => withChanged('Kustomization', 'ghost', ({ spec }) => Object.assign(spec.sourceRef, { name: 'flux' })),
    /production\/ghost\.yaml:\d+$/,
    /sourceRef\.name is flux, no GitRepository/,
  ],
  [
    'a Receiver without its token',
    () => withChanged('Receiver', 'github', ({ spec }) => Object.assign(spec.secretRef, { name: 'webhook' })),
    /webhook-receiver\.yaml:\d+$/,
    /secretRef\.name is webhook, no Secret/,
  ],
  [
    'a store of secrets that is not there',
    () => withChanged('ExternalSecret', 'owner', ({ spec }) => Object.assign(spec.secretStoreRef, { name: 'secret' })),
    /owner-secret\.yaml:\d+$/,
    /secretStoreRef\.name is secret, no ClusterSecretStore/,
  ],
  [
    'a volume that nobody makes',
    () => withChanged('PersistentVolumeClaim', 'content', ({ spec }) => Object.assign(spec, { volumeName: 'content' })),
    /content\.yaml:\d+$/,
    /volumeName is content, no PersistentVolume/,
  ],
  [
    'a volume for a claim that nobody makes',
    () =>
      withChanged('PersistentVolume', 'ghost-content', ({ spec }) => Object.assign(spec.claimRef, { name: 'none' })),
    /content\.yaml:\d+$/,
    /claimRef\.name is none, no PersistentVolumeClaim/,
  ],
  [
    'a role that nobody makes',
    () => withChanged('RoleBinding', 'onemerge-build', ({ roleRef }) => Object.assign(roleRef, { name: 'build' })),
    /build-access\.yaml:\d+$/,
    /roleRef\.name is build, no Role/,
  ],
  [
    'rights for a ServiceAccount that nobody makes',
    () =>
      withChanged('RoleBinding', 'onemerge-build', ({ subjects }) =>
        subjects.push({ kind: 'ServiceAccount', name: 'gost', namespace: 'ghost' }),
      ),
    /build-access\.yaml:\d+$/,
    /subjects\[1\]\.name is gost, no ServiceAccount of ghost/,
  ],
  [
    'a right to what nobody serves',
    () => withChanged('Role', 'onemerge-build', ({ rules }) => Object.assign(rules[0], { resources: ['configmap'] })),
    /build-access\.yaml:\d+$/,
    /resources\[0\] is configmap, which nobody serves/,
  ],
  [
    'a right in a group that is misspelt',
    () => withChanged('Role', 'onemerge-build', ({ rules }) => Object.assign(rules[0], { apiGroups: ['aps'] })),
    /build-access\.yaml:\d+$/,
    /apiGroups\[0\] is aps, which nobody serves/,
  ],
  [
    'a verb that is misspelt',
    () => withChanged('Role', 'onemerge-build', ({ rules }) => Object.assign(rules[0], { verbs: ['gets'] })),
    /build-access\.yaml:\d+$/,
    /verbs\[0\] is gets, which nobody serves/,
  ],
  [
    'a policy about what nobody serves',
    () =>
      withChanged('ValidatingAdmissionPolicy', 'onemerge-external-secrets', ({ spec }) =>
        Object.assign(spec.matchConstraints.resourceRules[0], { resources: ['secret', 'serviceaccounts/token'] }),
      ),
    /external-secrets-limit\.yaml:\d+$/,
    /resources\[0\] is secret, which nobody serves/,
  ],
  [
    'a part of a resource without its name',
    () =>
      withChanged('ValidatingAdmissionPolicy', 'onemerge-build', ({ spec }) =>
        Object.assign(spec.matchConstraints.resourceRules[0], { resources: ['*/'] }),
      ),
    /build-access-limit\.yaml:\d+$/,
    /resources\[0\] is \*\/, which nobody serves/,
  ],
  [
    'a NetworkPolicy for no pod',
    () =>
      withChanged('NetworkPolicy', 'mail', ({ spec }) =>
        Object.assign(spec.podSelector, { matchLabels: { 'app.kubernetes.io/name': 'mail' } }),
      ),
    /mail-network\.yaml:\d+$/,
    /podSelector selects no pod/,
  ],
  [
    'a NetworkPolicy for a port that nobody declares',
    () => withChanged('NetworkPolicy', 'ghost', ({ spec }) => Object.assign(spec.ingress[0].ports[0], { port: 236 })),
    /network\.yaml:\d+$/,
    /ingress\[0\]\.ports\[0\]\.port is 236, no port of these pods/,
  ],
  [
    'kinds whose chart is gone',
    () =>
      withChanged('HelmRelease', 'external-secrets', ({ metadata }) => Object.assign(metadata, { name: 'secrets' })),
    /./,
    /whose definition no HelmRelease external-secrets brings/,
  ],
];
