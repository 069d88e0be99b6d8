import type { PullRequest } from '../../cluster/git/repository.ts';
import { replaceMatches } from '../../harness/project.ts';
import { DEPLOYMENT, relabelled } from '../../scenarios/both-halves.ts';
import { misreferences, replaced } from './misreferences.ts';
import type { MergedMutation } from './mutation.ts';

const APP = 'gitops/apps/ghost';
const DATABASE = 'gitops/apps/database';
const CONFIGS = 'gitops/operators/configs';
const CONTROLLERS = 'gitops/operators/controllers';
const CLUSTER = 'gitops/clusters/production';

type Edits = PullRequest['edits'];

const added = (file: string, manifest: object): Edits => ({
  [file]: (text) => `${text}---\n${JSON.stringify(manifest)}\n`,
});

const job = (name: string, command: string) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name, namespace: 'database' },
  spec: {
    backoffLimit: 0,
    template: {
      spec: {
        restartPolicy: 'Never',
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [
          {
            name: name,
            image: 'ghost',
            command: ['node', '--eval', command],
            securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
          },
        ],
      },
    },
  },
});

/** What pull requests bring: some are right, most are not. */
export const merges: readonly MergedMutation[] = [
  ...misreferences,
  { title: 'an empty merge', edits: {} },
  { title: 'a label of the pod', edits: relabelled('random') },
  {
    title: 'more memory',
    edits: { [DEPLOYMENT]: (text) => replaceMatches(text, /( limits:\n +memory: )\S+/, '$11100Mi', DEPLOYMENT) },
  },
  {
    title: 'a ConfigMap',
    edits: added(`${APP}/service.yaml`, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'more' },
      data: { a: 'b' },
    }),
  },
  { title: 'a Job that succeeds', edits: added(`${DATABASE}/access.yaml`, job('good', 'process.exit(0)')) },
  { title: 'a Job that fails', edits: added(`${DATABASE}/access.yaml`, job('bad', 'process.exit(3)')) },
  {
    title: 'a kind that the account may not apply',
    edits: added(`${APP}/service.yaml`, {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'small' },
      spec: { limits: [{ type: 'Pod', max: { memory: '8Gi' } }] },
    }),
  },
  {
    title: 'an image that does not exist',
    edits: replaced(`${APP}/image/kustomization.yaml`, 'newTag: ', 'newTag: none-'),
  },
  {
    title: 'a property that does not exist',
    edits: replaced(`${APP}/owner-secret.yaml`, 'property: password', 'property: passwrd'),
  },
  {
    title: 'a store that does not exist',
    edits: replaced(`${CONFIGS}/webhook-token.yaml`, 'name: secrets-manager', 'name: nowhere'),
  },
  {
    title: 'a wrong selector of the Service',
    edits: replaced(`${APP}/service.yaml`, 'app.kubernetes.io/name: ghost', 'app.kubernetes.io/name: nobody'),
  },
  {
    title: 'a network policy that lets no reader in',
    edits: replaced(`${APP}/network.yaml`, 'port: 2368', 'port: 2369'),
  },
  {
    title: 'an immutable field',
    edits: replaced(`${APP}/content.yaml`, 'driver: efs.csi.aws.com', 'driver: ebs.csi.aws.com'),
  },
  {
    title: 'a field that does not exist',
    edits: replaced(`${APP}/service-account.yaml`, 'automountServiceAccountToken', 'automountServiceAcountToken'),
  },
  {
    title: 'a field that a chart does not know',
    edits: replaced(`${APP}/owner-secret.yaml`, 'refreshInterval', 'refreshIntervl'),
  },
  {
    title: 'a field of a list that does not exist',
    edits: replaced(DEPLOYMENT, 'readinessProbe:', 'readinesProbe:'),
  },
  {
    title: 'a field of Flux that does not exist',
    edits: replaced(`${CLUSTER}/logs.yaml`, '  prune: true', '  prune: true\n  forse: true'),
  },
  { title: 'a manifest that is no YAML', edits: { [`${APP}/service.yaml`]: (text) => `${text}  - :\n\t-` } },
  {
    title: 'a path that does not exist',
    edits: replaced(
      `${CLUSTER}/operators-configs.yaml`,
      'path: ./gitops/operators/configs',
      'path: ./gitops/operators/config',
    ),
  },
  {
    title: 'a dependency that does not exist',
    edits: replaced(`${CLUSTER}/ghost.yaml`, 'name: operators-configs', 'name: nothing'),
  },
  {
    title: 'a suspended Kustomization',
    edits: replaced(`${CLUSTER}/ghost.yaml`, '  prune: true', '  suspend: true\n  prune: true'),
  },
  {
    title: 'a chart without such a version',
    edits: replaced(`${CONTROLLERS}/external-secrets-chart.yaml`, 'tag: ', 'tag: 99.'),
  },
  {
    title: 'a network policy taken away',
    edits: { [`${APP}/network.yaml`]: (text) => text.slice(0, text.indexOf('---')) },
  },
  {
    title: 'a pod that no node can hold',
    edits: { [DEPLOYMENT]: (text) => replaceMatches(text, /( requests:\n +cpu: )\S+/, '$1900', DEPLOYMENT) },
  },
];
