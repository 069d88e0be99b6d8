import { podSpec, withChanged, withObjects } from '../../../../support/broken-tree.ts';
import { type BreaksRule, deployment, object } from './fault.ts';

export const SCHEMA_FAULTS: readonly BreaksRule[] = [
  [
    'a field that is misspelt',
    () => withChanged('Deployment', 'ghost', (o) => Object.assign(o.spec, { replicsa: 1 })),
    /deployment\.yaml:\d+$/,
    /spec\.replicsa is no field/,
  ],
  [
    'a text where a number must be',
    () => withChanged('Deployment', 'ghost', (o) => Object.assign(o.spec, { replicas: 'one' })),
    /deployment\.yaml:10$/,
    /spec\.replicas must be integer and is "one"/,
  ],
  [
    'a truth value where a text must be',
    () => withChanged('ConfigMap', 'amazon-vpc-cni', (o) => Object.assign(o.data, { a: true })),
    /network-policy-switch\.yaml/,
    /data\.a must be string/,
  ],
  [
    'a number in an environment variable',
    () => withObjects(deployment(podSpec({}, { env: [{ name: 'A', value: 1 }] }))),
    /./,
    /env\[0\]\.value must be string and is 1/,
  ],
  [
    'a required field left out',
    () => withChanged('Deployment', 'ghost', (o) => delete o.spec.selector),
    /deployment\.yaml/,
    /spec\.selector is missing/,
  ],
  [
    'a value that is none of those allowed',
    () => withChanged('PersistentVolumeClaim', 'content', (o) => Object.assign(o.spec, { volumeMode: 7 })),
    /content\.yaml/,
    /spec\.volumeMode/,
  ],
  [
    'a misspelt field of a custom kind',
    () => withChanged('ExternalSecret', 'owner', (o) => Object.assign(o.spec, { refreshIntervall: '1h' })),
    /owner-secret\.yaml/,
    /refreshIntervall is no field/,
  ],
  [
    'a misspelt field of a Flux Kustomization',
    () => withChanged('Kustomization', 'ghost', (o) => Object.assign(o.spec, { dependOn: [] })),
    /ghost\.yaml/,
    /spec\.dependOn is no field/,
  ],
  [
    'a wrong value of a HelmRelease',
    () => withChanged('HelmRelease', 'external-secrets', (o) => Object.assign(o.spec.install, { crds: 'Sometimes' })),
    /external-secrets\.yaml/,
    /spec\.install\.crds is "Sometimes"/,
  ],
  [
    'a target group that is no ARN',
    () => withChanged('TargetGroupBinding', 'ghost', (o) => Object.assign(o.spec, { targetGroupARN: 'x' })),
    /target-group\.yaml/,
    /spec\.targetGroupARN/,
  ],
  [
    'base64 that is none',
    () => withChanged('ConfigMap', 'database-ca', (o) => Object.assign(o.binaryData, { 'ca.pem': '?' })),
    /database-ca\.yaml/,
    /format "byte"/,
  ],
  [
    'two containers of one name',
    () =>
      withChanged('Deployment', 'ghost', ({ spec }) =>
        spec.template.spec.containers.push(spec.template.spec.containers[0]),
      ),
    /deployment\.yaml/,
    /repeats name=ghost/,
  ],
  [
    'a port twice',
    () => withChanged('Service', 'ghost', ({ spec }) => spec.ports.push(spec.ports[0])),
    /service\.yaml/,
    /repeats port=80, protocol=TCP/,
  ],
  [
    'a kind that is misspelt',
    () => withObjects(object('apps/v1', 'Deploiment')),
    /./,
    /kind is Deploiment, which is not served/,
  ],
  [
    'a version that is gone',
    () => withObjects(object('external-secrets.io/v1beta1', 'ExternalSecret')),
    /./,
    /apiVersion is external-secrets\.io\/v1beta1/,
  ],
  [
    'a beta version that EKS does not serve',
    () => withObjects(object('networking.k8s.io/v1beta1', 'IPAddress', '', '')),
    /./,
    /apiVersion is networking\.k8s\.io\/v1beta1/,
  ],
];
