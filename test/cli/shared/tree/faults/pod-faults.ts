import type { Manifest } from '../../../../../cli/shared/rendering/render.ts';
import { podSpec, withChanged, withObjects } from '../../../../support/broken-tree.ts';
import { type BreaksRule, cronJob, deployment, object } from './fault.ts';

/** A pod that is sound but for what else it says of its security. */
const secured = (more: object) => ({
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' }, ...more },
});

/** The one pod that may see a folder of its node, changed. */
const collector = (change: (pod: Manifest['spec']) => void) => () =>
  withChanged('DaemonSet', 'collector', ({ spec }) => change(spec.template.spec));

/** What its exception does not take in. */
const COLLECTOR_FAULTS: readonly BreaksRule[] = [
  ...['/', '/var/log', '/var/log/pods/../../..', '/var/lib/kubelet'].map(
    (path): BreaksRule => [
      `a collector of logs that mounts ${path}`,
      collector(({ volumes }) => Object.assign(volumes[0].hostPath, { path })),
      /collector\.yaml/,
      /hostPath mounts a folder of the node/,
    ],
  ),
  [
    'a collector of logs that may write them',
    collector(({ containers }) => delete containers[0].volumeMounts[0].readOnly),
    /collector\.yaml/,
    /hostPath mounts a folder of the node/,
  ],
  [
    'a collector of logs that has another power of root',
    collector(({ containers }) => containers[0].securityContext.capabilities.add.push('DAC_OVERRIDE')),
    /collector\.yaml/,
    /adds DAC_OVERRIDE/,
  ],
  [
    'a collector of logs that has the network of its node',
    collector((pod) => Object.assign(pod, { hostNetwork: true })),
    /collector\.yaml/,
    /hostNetwork is true/,
  ],
  [
    'the folder with the logs, in another namespace',
    () =>
      withObjects(
        deployment(
          podSpec(
            { volumes: [{ name: 'a', hostPath: { path: '/var/log/pods' } }] },
            { volumeMounts: [{ name: 'a', mountPath: '/a', readOnly: true }] },
          ),
        ),
      ),
    /./,
    /hostPath mounts a folder of the node/,
  ],
  [
    'the power to read what is not its own, in another namespace',
    () =>
      withObjects(
        deployment(
          podSpec(
            {},
            {
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ['ALL'], add: ['DAC_READ_SEARCH'] },
              },
            },
          ),
        ),
      ),
    /./,
    /adds DAC_READ_SEARCH/,
  ],
  [
    'a namespace for logs whose pods no policy limits',
    () =>
      withChanged('ValidatingAdmissionPolicy', 'onemerge-logs', ({ spec }) =>
        Object.assign(spec.matchConstraints, { namespaceSelector: {} }),
      ),
    /namespace\.yaml/,
    /enforce: privileged/,
  ],
];

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
  ...COLLECTOR_FAULTS,
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
