import { podSpec, withChanged, withObjects } from '../../../../support/broken-tree.ts';
import { type BreaksRule, cronJob, deployment, object } from './fault.ts';

export const POD_FAULTS: readonly BreaksRule[] = [
  [
    'a namespace that restricts nothing',
    () =>
      withChanged(
        'Namespace',
        'ghost',
        ({ metadata }) => delete (metadata.labels as Record<string, string>)['pod-security.kubernetes.io/enforce'],
      ),
    /namespace\.yaml/,
    /enforce: nothing/,
  ],
  [
    'a namespace that restricts little',
    () =>
      withChanged('Namespace', 'external-secrets', ({ metadata }) =>
        Object.assign(metadata.labels ?? {}, { 'pod-security.kubernetes.io/enforce': 'baseline' }),
      ),
    /external-secrets-namespace\.yaml/,
    /enforce: baseline/,
  ],
  [
    'the network of the node',
    () => withChanged('Deployment', 'ghost', ({ spec }) => Object.assign(spec.template.spec, { hostNetwork: true })),
    /deployment\.yaml/,
    /hostNetwork is true/,
  ],
  [
    'a folder of the node in a StatefulSet',
    () =>
      withObjects(
        object(
          'apps/v1',
          'StatefulSet',
          `spec: { serviceName: a, selector: { matchLabels: { a: b } }, template: { metadata: { labels: { a: b } }, spec: ${podSpec({ volumes: [{ name: 'a', hostPath: { path: '/' } }] })} } }`,
        ),
      ),
    /./,
    /hostPath mounts a folder of the node/,
  ],
  [
    'a port of the node in a DaemonSet',
    () =>
      withObjects(
        object(
          'apps/v1',
          'DaemonSet',
          `spec: { selector: { matchLabels: { a: b } }, template: { metadata: { labels: { a: b } }, spec: ${podSpec({}, { ports: [{ containerPort: 1, hostPort: 80 }] })} } }`,
        ),
      ),
    /./,
    /hostPort is 80/,
  ],
  [
    'a privileged container',
    () => withObjects(cronJob(podSpec({ restartPolicy: 'Never' }, { securityContext: { privileged: true } }))),
    /./,
    /privileged is true/,
  ],
  [
    'root',
    () =>
      withChanged('Deployment', 'ghost', ({ spec }) =>
        Object.assign(spec.template.spec.securityContext, { runAsUser: 0 }),
      ),
    /deployment\.yaml/,
    /runAsUser is 0/,
  ],
  [
    'pods that may be root, in a CronJob',
    () => withObjects(cronJob(podSpec({ restartPolicy: 'Never', securityContext: {} }))),
    /./,
    /runAsNonRoot is not true/,
  ],
  [
    'a capability more, in a List',
    () =>
      withObjects(
        object(
          'v1',
          'PodTemplate',
          `template: { spec: ${podSpec({}, { securityContext: { capabilities: { add: ['NET_ADMIN'] } } })} }`,
        ),
      ),
    /./,
    /adds NET_ADMIN/,
  ],
  [
    'pods of a custom kind',
    () =>
      withObjects(object('example.com/v1', 'Runner', `spec: { podTemplate: { spec: ${podSpec({ hostPID: true })} } }`)),
    /./,
    /hostPID is true/,
  ],
  [
    'an image that can be written to',
    () => withObjects(deployment(podSpec({}, { securityContext: {} }))),
    /./,
    /readOnlyRootFilesystem is not true/,
  ],
  [
    'pods without a limit',
    () => withObjects(deployment(podSpec({}, { resources: {} }))),
    /./,
    /limits\.memory is missing/,
  ],
];
