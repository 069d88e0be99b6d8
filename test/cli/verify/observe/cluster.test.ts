import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { askToReconcile, readCluster } from '../../../../cli/verify/observe/cluster.ts';
import type { KubernetesApi } from '../../../../cli/verify/observe/kubernetes-api.ts';
import { OwnedObjects } from '../../../../cli/verify/observe/owned-objects.ts';
import { reading } from '../../../../cli/verify/observe/reading.ts';
import { COMMIT } from '../facts.ts';
import type { Answer, FakeServer } from '../fakes/http.ts';
import { apiOf, type FakeObjects, startFakeKubernetes } from '../fakes/kubernetes.ts';

const servers: FakeServer[] = [];
const apis: KubernetesApi[] = [];
after(() => {
  for (const api of apis) api.close();
  for (const server of servers) server.stop();
});

async function connect(objects: FakeObjects, others?: (path: string, query: URLSearchParams) => Answer | undefined) {
  const server = await startFakeKubernetes(objects, others);
  const api = apiOf(server, 'the-token');
  servers.push(server);
  apis.push(api);
  return { server, api };
}

const SOURCES = '/apis/source.toolkit.fluxcd.io/v1/namespaces/flux-system/gitrepositories';
const KUSTOMIZATIONS = '/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations';
const RELEASES = '/apis/helm.toolkit.fluxcd.io/v2/helmreleases';
const ready = { type: 'Ready', status: 'True', reason: 'Succeeded', message: 'ok', observedGeneration: 2 };
const flux = (name: string, namespace = 'flux-system', labels = {}) => ({
  metadata: { name, namespace, generation: 2, labels },
  spec: { sourceRef: { kind: 'GitRepository', name: 'flux-system' } },
  status: { observedGeneration: 2, conditions: [ready] },
});

const gitRepository = {
  ...flux('flux-system'),
  status: {
    observedGeneration: 2,
    conditions: [ready],
    artifact: { revision: `refs/heads/main@sha1:${COMMIT}`, lastUpdateTime: '2026-11-23T10:00:02Z' },
  },
};
const ghost = {
  ...flux('ghost'),
  status: {
    observedGeneration: 2,
    conditions: [{ ...ready, status: 'Unknown', reason: 'Progressing' }],
    lastAppliedRevision: `main@sha1:${'a'.repeat(40)}`,
    lastAttemptedRevision: `main@sha1:${COMMIT}`,
    inventory: {
      entries: [
        { id: 'ghost_ghost_apps_Deployment', v: 'v1' },
        { id: '_ghost__Namespace', v: 'v1' },
      ],
    },
  },
};
const owned = (uid: string, revision: string) => ({
  ownerReferences: [{ uid }],
  annotations: { 'deployment.kubernetes.io/revision': revision },
});
const deployment = {
  metadata: {
    name: 'ghost',
    namespace: 'ghost',
    uid: 'u1',
    generation: 4,
    annotations: { 'deployment.kubernetes.io/revision': '7' },
  },
  spec: { replicas: 1 },
  status: { observedGeneration: 4, replicas: 1, updatedReplicas: 1, conditions: [] },
};
const replicaSet = (hash: string, revision: string) => ({
  metadata: {
    name: `ghost-${hash}`,
    namespace: 'ghost',
    labels: { 'pod-template-hash': hash },
    ...owned('u1', revision),
  },
});
const pod = (hash: string) => ({
  metadata: { name: `ghost-${hash}-x`, namespace: 'ghost', labels: { 'pod-template-hash': hash } },
  status: {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: 'False' }],
    containerStatuses: [
      { name: 'ghost', ready: false, restartCount: 1, state: { waiting: { reason: 'CrashLoopBackOff' } } },
    ],
  },
});
const event = (reason: string, at: string) => ({
  metadata: { creationTimestamp: at },
  involvedObject: { kind: 'Pod', name: 'ghost-new-x' },
  reason,
  message: 'what happened',
  lastTimestamp: at,
});

const CLUSTER: FakeObjects = {
  [SOURCES]: [gitRepository],
  [KUSTOMIZATIONS]: [ghost, { ...flux('foreign'), spec: { sourceRef: { kind: 'OCIRepository', name: 'else' } } }],
  [RELEASES]: [
    flux('external-secrets', 'external-secrets', {
      'kustomize.toolkit.fluxcd.io/name': 'ghost',
      'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
    }),
    flux('foreign', 'else'),
  ],
  '/apis/apps/v1/deployments': [deployment],
  '/apis/apps/v1/replicasets': [replicaSet('old', '6'), replicaSet('new', '7')],
  '/api/v1/pods': [pod('old'), pod('new')],
  '/api/v1/namespaces/ghost/events': [
    event('Unhealthy', '2026-11-23T10:00:09Z'),
    event('Pulled', '2026-11-23T10:00:05Z'),
  ],
  '/api/v1/namespaces/flux-system/events': [],
};

const logs = (path: string, query: URLSearchParams): Answer | undefined => {
  if (!path.endsWith('/log')) return undefined;
  return { body: query.get('previous') === 'true' ? '\u001b[31mno database yet\u001b[39m\n' : '' };
};

describe('the cluster', () => {
  test('is read with the token, and the source with its commit', async () => {
    const { server, api } = await connect(CLUSTER, logs);
    const { source } = await readCluster(api, new OwnedObjects(api));
    assert.equal(source?.revision, COMMIT);
    assert.equal(source?.storedAt, '2026-11-23T10:00:02Z');
    assert.equal(server.requests[0]?.headers.authorization, 'Bearer the-token');
  });

  test('counts the objects of this repository, not those that others made', async () => {
    const { api } = await connect(CLUSTER, logs);
    const { kustomizations, helmReleases } = await readCluster(api, new OwnedObjects(api));
    assert.deepEqual(
      kustomizations.map(({ name, revision, attempted }) => [name, revision, attempted]),
      [['ghost', 'a'.repeat(40), COMMIT]],
    );
    assert.deepEqual(
      helmReleases.map(({ name, owner }) => [name, owner]),
      [['external-secrets', 'flux-system/ghost']],
    );
  });

  test('shows of a release that names its chart itself the HelmChart that Flux made of it', async () => {
    const [release] = CLUSTER[RELEASES] ?? [];
    const made = { ...(release as ReturnType<typeof flux>) };
    const status = { ...made.status, helmChart: 'flux-system/shop-shop' };
    const charts = '/apis/source.toolkit.fluxcd.io/v1/helmcharts';
    const objects = { ...CLUSTER, [RELEASES]: [{ ...made, status }], [charts]: [flux('shop-shop')] };
    const { api } = await connect(objects, logs);
    const found = await readCluster(api, new OwnedObjects(api));
    assert.equal(found.helmReleases[0]?.chart, 'flux-system/shop-shop');
    assert.deepEqual(
      found.charts.map(({ kind, name }) => [kind, name]),
      [['HelmChart', 'shop-shop']],
    );
  });

  test('shows of a Deployment the pods of its newest template, with their events and last log lines', async () => {
    const { api } = await connect(CLUSTER, logs);
    const [found] = (await readCluster(api, new OwnedObjects(api))).deployments;
    assert.equal(found?.owner, 'Kustomization flux-system/ghost');
    assert.equal(found?.template, 'new');
    assert.deepEqual(
      found?.pods.map(({ name }) => name),
      ['ghost-new-x'],
    );
    const [newest] = found?.pods ?? [];
    assert.deepEqual(
      newest?.events.map(({ reason }) => reason),
      ['Pulled', 'Unhealthy'],
    );
    assert.deepEqual(newest?.logs, ['no database yet'], 'of the run before the restart, without colour');
  });

  test('quotes neither in logs nor in events who reads, and what lets them in', async () => {
    const said = 'GET /members/?token=abc by jane@example.com';
    const told = { ...event('Unhealthy', '2026-11-23T10:00:06Z'), message: `probe failed: ${said}` };
    const { api } = await connect({ ...CLUSTER, '/api/v1/namespaces/ghost/events': [told] }, (path) =>
      path.endsWith('/log') ? { body: `${said}\n` } : undefined,
    );
    const [pod] = (await readCluster(api, new OwnedObjects(api))).deployments[0]?.pods ?? [];
    assert.deepEqual(pod?.logs, ['GET /members/?token=*** by ***']);
    assert.deepEqual(
      pod?.events.map(({ message }) => message),
      ['probe failed: GET /members/?token=*** by ***'],
    );
  });

  test('shows a Deployment that its owner lists as missing when it is gone', async () => {
    const { api } = await connect({ ...CLUSTER, '/apis/apps/v1/deployments': [] }, logs);
    assert.equal((await readCluster(api, new OwnedObjects(api))).deployments[0]?.missing, true);
  });

  test('asks for no events and no logs while all is well', async () => {
    const { server, api } = await connect({ [SOURCES]: [gitRepository], '/api/v1/namespaces': [] });
    await readCluster(api, new OwnedObjects(api));
    assert.ok(server.requests.every(({ url }) => !/events|log/.test(url.pathname)));
  });

  test('has no Flux objects before Flux is installed', async () => {
    const { api } = await connect({});
    const { source, kustomizations } = await readCluster(api, new OwnedObjects(api));
    assert.equal(source, undefined);
    assert.deepEqual(kustomizations, []);
  });

  test('that refuses says which grant is missing', async () => {
    const message = 'deployments.apps is forbidden: User "build" cannot list resource';
    const refuse = () => ({ status: 403, body: JSON.stringify({ kind: 'Status', message }) });
    const { api } = await connect({}, refuse);
    const result = await reading(() => readCluster(api, new OwnedObjects(api)));
    assert.ok('error' in result);
    assert.match(result.error, /is forbidden/);
    assert.match(result.help, /build-access\.yaml/);
  });

  test('that does not know the caller says how to see the access entries', async () => {
    const { api } = await connect({}, () => ({ status: 401, body: '{"kind":"Status","message":"Unauthorized"}' }));
    const result = await reading(() => readCluster(api, new OwnedObjects(api)), { region: 'eu-west-1', name: 'blog' });
    const entries = /aws eks list-access-entries --region eu-west-1 --cluster-name blog$/;
    assert.match('help' in result ? result.help : '', entries);
  });
});

describe('a request to reconcile', () => {
  test('sets one annotation of the source and nothing else', async () => {
    const { server, api } = await connect({});
    await askToReconcile(api, new Date('2026-11-23T10:00:20.000Z'));
    const [request] = server.requests;
    assert.equal(request?.method, 'PATCH');
    assert.equal(request?.url.pathname, `${SOURCES}/flux-system`);
    assert.equal(request?.headers['content-type'], 'application/merge-patch+json');
    assert.deepEqual(JSON.parse(request?.body ?? ''), {
      metadata: { annotations: { 'reconcile.fluxcd.io/requestedAt': '2026-11-23T10:00:20.000Z' } },
    });
  });
});
