import type { Tree } from '../../../../../cli/shared/tree/tree.ts';
import { podSpec, withChanged, withObjects } from '../../../../support/broken-tree.ts';
import { type BreaksRule, cronJob, deployment, object } from './fault.ts';

/** A Deployment with these fields in its container. */
const container = (fields: object) => () => withObjects(deployment(podSpec({}, fields)));
const pod = (fields: object) => () => withObjects(deployment(podSpec(fields)));
const ghost = (change: (spec: Record<string, unknown>) => void) => () =>
  withChanged('Deployment', 'ghost', ({ spec }) => change(spec));
const schedule =
  (text: string, more = '') =>
  (): Tree =>
    withObjects(
      cronJob(podSpec({ restartPolicy: 'Never' })).replace(
        'schedule: "* * * * *"',
        `schedule: ${JSON.stringify(text)}${more}`,
      ),
    );
const service = (spec: string) => () => withObjects(object('v1', 'Service', `spec: { ${spec} }`));
const TMP = { name: 'tmp', emptyDir: {} };
const HTTP = { httpGet: { port: 80 } };
const PORTS = { ports: [{ containerPort: 80 }] };

const FAULTS: readonly (readonly [title: string, tree: () => Tree, what: RegExp])[] = [
  ['a container in capitals', container({ name: 'Web' }), /containers\[0\]\.name is "Web"/],
  [
    'two containers of one name',
    () => withObjects(deployment(podSpec({ initContainers: JSON.parse(podSpec()).containers }))),
    /containers\[0\]\.name is "web", as another container is named/,
  ],
  [
    'a long name of a port',
    container({ ports: [{ name: 'the-way-to-metrics', containerPort: 80 }] }),
    /ports\[0\]\.name is "the-way-to-metrics"/,
  ],
  [
    'a name of a port without a letter',
    container({ ports: [{ name: '80', containerPort: 80 }] }),
    /ports\[0\]\.name is "80"/,
  ],
  ['a variable with an equals sign', container({ env: [{ name: 'A=B', value: 'c' }] }), /env\[0\]\.name is "A=B"/],
  [
    'a variable with two values',
    container({ env: [{ name: 'A', value: 'b', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] }),
    /env\[0\] \(A\) has a value and valueFrom/,
  ],
  [
    'a relative place to mount',
    () => withObjects(deployment(podSpec({ volumes: [TMP] }, { volumeMounts: [{ name: 'tmp', mountPath: 'tmp' }] }))),
    /mountPath is "tmp"/,
  ],
  [
    'two volumes in one place',
    () =>
      withObjects(
        deployment(
          podSpec({ volumes: [TMP] }, { volumeMounts: [1, 2].map(() => ({ name: 'tmp', mountPath: '/tmp' })) }),
        ),
      ),
    /volumeMounts\[1\]\.mountPath is \/tmp, where another volume is mounted/,
  ],
  [
    'a request above its limit',
    container({ resources: { requests: { cpu: '10m', memory: '1Gi' }, limits: { memory: '512Mi' } } }),
    /requests\.memory is 1Gi, above its limit of 512Mi/,
  ],
  ['a probe that asks nothing', container({ livenessProbe: { periodSeconds: 5 } }), /livenessProbe asks in 0 ways/],
  [
    'a probe that asks in two ways',
    container({ ...PORTS, readinessProbe: { ...HTTP, tcpSocket: { port: 80 } } }),
    /readinessProbe asks in 2 ways/,
  ],
  [
    'a livenessProbe that wants two successes',
    container({ ...PORTS, livenessProbe: { ...HTTP, successThreshold: 2 } }),
    /livenessProbe\.successThreshold is 2/,
  ],
  ['a time below zero', container({ ...PORTS, livenessProbe: { ...HTTP, periodSeconds: -1 } }), /periodSeconds is -1/],
  ['fewer than no pods', ghost((spec) => Object.assign(spec, { replicas: -1 })), /spec\.replicas is -1/],
  [
    'a mode beyond all',
    pod({ volumes: [{ name: 'a', secret: { secretName: 'b', optional: true, defaultMode: 777 } }] }),
    /defaultMode is 777/,
  ],
  ['two volumes of one name', pod({ volumes: [TMP, TMP] }), /volumes\[1\]\.name is tmp, as another volume is named/],
  ['a volume in capitals', pod({ volumes: [{ ...TMP, name: 'Tmp' }] }), /volumes\[0\]\.name is "Tmp"/],
  [
    'a volume of two sources',
    pod({ volumes: [{ ...TMP, configMap: { name: 'a', optional: true } }] }),
    /volumes\[0\] \(tmp\) comes from 2 sources/,
  ],
  ...['secret', 'configMap', 'persistentVolumeClaim'].map(
    (source): readonly [title: string, tree: () => Tree, what: RegExp] => [
      `a volume of a ${source} without its name`,
      pod({ volumes: [{ name: 'mail', [source]: { readOnly: true } }] }),
      new RegExp(`volumes\\[0\\]\\.${source} names no ${source}`),
    ],
  ),
  [
    'a priority that nobody makes',
    pod({ priorityClassName: 'important' }),
    /priorityClassName is important, no PriorityClass/,
  ],
  ['a runtime that nobody makes', pod({ runtimeClassName: 'gvisor' }), /runtimeClassName is gvisor, no RuntimeClass/],
  [
    'a toleration by a word that is none',
    pod({ tolerations: [{ key: 'a', operator: 'Equals' }] }),
    /tolerations\[0\]\.operator is "Equals"/,
  ],
  [
    'a toleration of every value of one',
    pod({ tolerations: [{ key: 'a', operator: 'Exists', value: 'b' }] }),
    /value is b, and Exists compares none/,
  ],
  ['a toleration of no key', pod({ tolerations: [{ value: 'b' }] }), /operator is Equal without a key/],
  [
    'a toleration that ends and keeps nobody away',
    pod({ tolerations: [{ key: 'a', operator: 'Exists', effect: 'NoSchedule', tolerationSeconds: 5 }] }),
    /tolerationSeconds goes with NoSchedule/,
  ],
  [
    'a rolling update of what is recreated',
    ghost((spec) => Object.assign(spec, { strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } })),
    /rollingUpdate goes with RollingUpdate/,
  ],
  [
    'an update in which nothing may move',
    ghost((spec) => Object.assign(spec, { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: '0%' } } })),
    /lets no pod come and none go/,
  ],
  [
    'a budget that says two things',
    () =>
      withObjects(
        object(
          'policy/v1',
          'PodDisruptionBudget',
          'spec: { minAvailable: 1, maxUnavailable: 1, selector: { matchLabels: { app.kubernetes.io/name: ghost } } }',
        ),
      ),
    /has minAvailable and maxUnavailable/,
  ],
  [
    'more pods at least than at most',
    () =>
      withObjects(
        object(
          'autoscaling/v2',
          'HorizontalPodAutoscaler',
          'spec: { minReplicas: 3, maxReplicas: 2, scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ghost } }',
        ),
      ),
    /minReplicas is 3, above maxReplicas/,
  ],
  [
    'a Service at no address',
    service('clusterIP: here, selector: { app.kubernetes.io/name: ghost }, ports: [{ port: 2368 }]'),
    /clusterIP is "here"/,
  ],
  ['a Service of no other name', service('type: ExternalName'), /is ExternalName, and no externalName/],
  [
    'ports without names',
    service('selector: { app.kubernetes.io/name: ghost }, ports: [{ port: 80, targetPort: 2368 }, { port: 2368 }]'),
    /ports\[0\] has no name/,
  ],
  [
    'a claim larger than its volume',
    () =>
      withChanged('PersistentVolumeClaim', 'content', ({ spec }) =>
        Object.assign(spec.resources.requests, { storage: '500Ti' }),
      ),
    /requests\.storage is 500Ti, more than ghost-content has/,
  ],
  [
    'a secret that is read often',
    () => withChanged('ExternalSecret', 'owner', ({ spec }) => Object.assign(spec, { refreshInterval: 'often' })),
    /refreshInterval is "often"/,
  ],
  ['a minute beyond the hour', schedule('61 3 * * *'), /spec\.schedule is "61 3 \* \* \*": the minute is 61/],
  ['a schedule in words', schedule('every day'), /schedule is "every day": 2 fields/],
  ['a schedule with seconds', schedule('0 0 3 * * *'), /: 6 fields/],
  ['a day of the week that is none', schedule('0 3 * * foo'), /the day of the week is foo/],
  ['a range that runs back', schedule('0 5-3 * * *'), /the hour is 5-3/],
  ['a step of nothing', schedule('*/0 * * * *'), /the minute is \*\/0/],
  ['a descriptor that is none', schedule('@fortnightly'), /no word that is known/],
  ['a time zone in the schedule', schedule('TZ=UTC 0 3 * * *'), /a time zone belongs in spec\.timeZone/],
  ['a time zone that is none', schedule('0 3 * * *', ', timeZone: Europe/Atlantis'), /timeZone is "Europe\/Atlantis"/],
];

/** What the API server refuses of objects whose every field has the right form. */
export const API_FAULTS: readonly BreaksRule[] = FAULTS.map(([title, tree, what]) => [title, tree, /./, what]);
