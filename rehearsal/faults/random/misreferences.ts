import type { PullRequest } from '../../cluster/git/repository.ts';
import { replaceOnce } from '../../harness/project.ts';
import { DEPLOYMENT } from '../../scenarios/both-halves.ts';
import type { MergedMutation } from './mutation.ts';

const APP = 'gitops/apps/ghost';
const DATABASE = 'gitops/apps/database';
const CONFIGS = 'gitops/operators/configs';
const CONTROLLERS = 'gitops/operators/controllers';
const CLUSTER = 'gitops/clusters/production';

/** An edit of one text, which must be there. */
export const replaced = (file: string, from: string, to: string): PullRequest['edits'] => ({
  [file]: (text) => replaceOnce(text, from, to, file),
});

/** What a file says and another one, or another object, must agree with. */
export const misreferences: readonly MergedMutation[] = [
  {
    title: 'a pod whose account does not exist',
    edits: replaced(DEPLOYMENT, 'serviceAccountName: ghost', 'serviceAccountName: gost'),
  },
  {
    title: 'a pod whose Secret does not exist',
    edits: replaced(DEPLOYMENT, 'secretName: database-user', 'secretName: database-usr'),
  },
  {
    title: 'a pod whose volume does not exist',
    edits: replaced(DEPLOYMENT, `claimName: \${CONTENT_VOLUME}`, 'claimName: content'),
  },
  {
    title: 'a pod whose ConfigMap does not exist',
    edits: replaced(DEPLOYMENT, '            name: database-ca', '            name: database-cas'),
  },
  { title: 'a program that does not exist', edits: replaced(DEPLOYMENT, 'current/index.js]', 'current/indx.js]') },
  { title: 'a database that does not exist', edits: replaced(DEPLOYMENT, `"\${DATABASE_NAME}"`, '"nothing"') },
  { title: 'a request above its limit', edits: replaced(DEPLOYMENT, 'memory: 512Mi', 'memory: 5120Mi') },
  {
    title: 'a startup probe for a port that nobody listens on',
    edits: replaced(
      DEPLOYMENT,
      'port: 2368\n              httpHeaders: &headers',
      'port: 2369\n              httpHeaders: &headers',
    ),
  },
  { title: 'a setting that does not exist', edits: replaced(DEPLOYMENT, `"\${SITE_HOST}"`, `"\${SITE_HOTS}"`) },
  {
    title: 'a Service that leads to a port that nobody listens on',
    edits: replaced(`${APP}/service.yaml`, 'targetPort: 2368', 'targetPort: 2369'),
  },
  {
    title: 'a target group for a Service that does not exist',
    edits: replaced(`${APP}/target-group.yaml`, 'serviceRef:\n    name: ghost', 'serviceRef:\n    name: gost'),
  },
  {
    title: 'a file that is no part of the tree any more',
    edits: replaced(`${APP}/kustomization.yaml`, '  - service.yaml\n', ''),
  },
  {
    title: 'a file that is not there',
    edits: replaced(`${APP}/kustomization.yaml`, '  - service.yaml\n', '  - servce.yaml\n'),
  },
  {
    title: "a webhook's receiver without its token",
    edits: replaced(`${CONFIGS}/webhook-receiver.yaml`, 'name: webhook-token', 'name: webhook-tokn'),
  },
  {
    title: 'a key that the secret does not have',
    edits: replaced(`${CONFIGS}/webhook-token.yaml`, 'property: token', 'property: tokn'),
  },
  {
    title: 'a chart from a source that does not exist',
    edits: replaced(
      `${CONTROLLERS}/external-secrets.yaml`,
      'kind: OCIRepository\n    name: external-secrets',
      'kind: OCIRepository\n    name: external-secret',
    ),
  },
  {
    title: 'settings from a ConfigMap that does not exist',
    edits: replaced(
      `${CLUSTER}/ghost.yaml`,
      'kind: ConfigMap\n        name: settings',
      'kind: ConfigMap\n        name: setings',
    ),
  },
  {
    title: 'a namespace that nobody made',
    edits: replaced(`${DATABASE}/kustomization.yaml`, 'namespace: database', 'namespace: databases'),
  },
  {
    title: 'another interval, which is well',
    edits: replaced(`${CLUSTER}/ghost.yaml`, 'interval: 10m', 'interval: 12m'),
  },
  {
    title: 'one dependency less, which is well',
    edits: replaced(`${CLUSTER}/ghost.yaml`, '    - name: operators-configs\n', ''),
  },
  { title: 'a comment, which is well', edits: { [`${APP}/service.yaml`]: (text) => `${text}# Nothing else.\n` } },
];
