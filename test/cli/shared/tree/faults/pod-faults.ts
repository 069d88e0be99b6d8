import { podSpec, withChanged, withObjects } from '../../../../support/broken-tree.ts';
import { type BreaksRule, cronJob, deployment, object } from './fault.ts';

/** A pod that is sound but for what else it says of its security. */
const secured = (more: object) => ({
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' }, ...more },
});

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
  // What the restricted profile refuses once a pod is made: the Deployment around it is taken.
  ...[{ nfs: { server: 'x', path: '/' } }, { iscsi: { targetPortal: 'x', iqn: 'y', lun: 0 } }].map(
    (kind): BreaksRule => [
      `a volume that is ${Object.keys(kind)[0]}`,
      () => withObjects(deployment(podSpec({ volumes: [{ name: 'a', ...kind }] }))),
      /./,
      new RegExp(`volumes\\[0\\]\\.${Object.keys(kind)[0]} is refused by the restricted profile`),
    ],
  ),
  [
    'a pod without AppArmor',
    () => withObjects(deployment(podSpec(secured({ appArmorProfile: { type: 'Unconfined' } })))),
    /./,
    /spec\.securityContext\.appArmorProfile is Unconfined/,
  ],
  [
    'a pod of another SELinux type',
    () => withObjects(deployment(podSpec(secured({ seLinuxOptions: { type: 'spc_t' } })))),
    /./,
    /securityContext\.seLinuxOptions leaves the type/,
  ],
  [
    'a process of a Windows node',
    () => withObjects(deployment(podSpec(secured({ windowsOptions: { hostProcess: true } })))),
    /./,
    /windowsOptions makes it a process of the node/,
  ],
  ...(['httpGet', 'tcpSocket'] as const).map(
    (way): BreaksRule => [
      `a probe that asks another host by ${way}`,
      () =>
        withObjects(
          deployment(
            podSpec(
              {},
              { livenessProbe: { [way]: { host: '169.254.169.254', port: 80 } }, ports: [{ containerPort: 80 }] },
            ),
          ),
        ),
      /./,
      new RegExp(`livenessProbe\\.${way}\\.host lets the node ask`),
    ],
  ),
];
