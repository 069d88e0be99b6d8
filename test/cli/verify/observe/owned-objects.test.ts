import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { type Owned, OwnedObjects } from '../../../../cli/verify/observe/owned-objects.ts';
import { writtenManifests } from '../../../../cli/verify/written/written-manifests.ts';
import type { Answer, FakeServer } from '../fakes/http.ts';
import { apiOf, startFakeKubernetes } from '../fakes/kubernetes.ts';

const ended: (() => void)[] = [];
after(() => {
  for (const end of ended) end();
});

const GROUP = '/apis/external-secrets.io/v1';
const LABELS = { 'kustomize.toolkit.fluxcd.io/name': 'shop', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' };
const owner = 'Kustomization flux-system/ghost';
const secret: Owned = {
  group: 'external-secrets.io',
  version: 'v1',
  kind: 'ExternalSecret',
  namespace: 'ghost',
  name: 'database',
  owner,
  judgedElsewhere: false,
};
const metadata = { name: 'database', namespace: 'ghost', uid: 'u1', generation: 2, resourceVersion: '7' };
const failing = { type: 'Ready', status: 'False', reason: 'SecretSyncedError', message: 'no' };

/** As an API server names what it answers. */
const kindOf = (found: object): string =>
  'resources' in found ? 'APIResourceList' : 'items' in found ? 'List' : 'ExternalSecret';

/** An API server that has one ExternalSecret, and what else is named by its path. */
const answers =
  (others: Readonly<Record<string, object>>) =>
  (path: string): Answer | undefined => {
    const all: Record<string, object> = {
      '/api/v1': { resources: [{ name: 'namespaces', kind: 'Namespace' }] },
      '/api/v1/namespaces': { items: [] },
      [GROUP]: {
        resources: [
          { name: 'externalsecrets', kind: 'ExternalSecret' },
          { name: 'externalsecrets/status', kind: 'ExternalSecret' },
        ],
      },
      [`${GROUP}/externalsecrets`]: { items: [{ metadata }] },
      [`${GROUP}/namespaces/ghost/externalsecrets/database`]: { metadata, status: { conditions: [failing] } },
      ...others,
    };
    const found = all[path];
    return found ? { body: JSON.stringify({ kind: kindOf(found), ...found }) } : undefined;
  };

async function connect(
  others: (path: string) => Answer | undefined,
): Promise<{ server: FakeServer; objects: OwnedObjects }> {
  const server = await startFakeKubernetes({}, others);
  const api = apiOf(server);
  ended.push(() => {
    api.close();
    server.stop();
  });
  return { server, objects: new OwnedObjects(api) };
}

const look = async (objects: OwnedObjects, owned: readonly Owned[]) =>
  (await objects.read(owned)).map(({ facts }) => facts);

describe('an object that an inventory lists', () => {
  test('is found by its kind, whatever the kind, and says how it is', async () => {
    const { objects } = await connect(answers({}));
    assert.deepEqual(await look(objects, [secret]), [
      {
        kind: 'ExternalSecret',
        namespace: 'ghost',
        name: 'database',
        owner,
        state: 'in progress',
        reason: 'SecretSyncedError',
        message: 'no',
      },
    ]);
  });

  test('is fetched again only once it has changed', async () => {
    const { server, objects } = await connect(answers({}));
    await look(objects, [secret]);
    await look(objects, [secret]);
    const fetched = server.requests.filter(({ url }) => url.pathname.endsWith('/externalsecrets/database'));
    assert.equal(fetched.length, 1);
  });

  test('is missing when it is not there', async () => {
    const { objects } = await connect(answers({ [`${GROUP}/externalsecrets`]: { items: [] } }));
    assert.equal((await look(objects, [secret]))[0]?.state, 'missing');
  });

  test('is done when it is a Job that is not there: Kubernetes removes those that ended', async () => {
    const jobs = {
      '/apis/batch/v1': { resources: [{ name: 'jobs', kind: 'Job' }] },
      '/apis/batch/v1/jobs': { items: [] },
    };
    const { objects } = await connect(answers(jobs));
    assert.equal((await look(objects, [{ ...secret, group: 'batch', kind: 'Job' }]))[0]?.state, 'current');
  });

  test('is missing when its kind is not there', async () => {
    const { objects } = await connect(answers({ [GROUP]: { resources: [] } }));
    assert.equal((await look(objects, [secret]))[0]?.state, 'missing');
  });

  test('is missing when it goes while it is looked at', async () => {
    const gone = (path: string) => (path.endsWith('/database') ? undefined : answers({})(path));
    const { objects } = await connect(gone);
    assert.equal((await look(objects, [secret]))[0]?.state, 'missing');
  });

  test('is unread when the build may not read its kind; others are read', async () => {
    const message = 'externalsecrets.external-secrets.io is forbidden';
    const refuse = (path: string) =>
      path === `${GROUP}/externalsecrets`
        ? { status: 403, body: JSON.stringify({ kind: 'Status', message }) }
        : answers({})(path);
    const { objects } = await connect(refuse);
    const [found] = await look(objects, [secret]);
    assert.equal(found?.state, 'unread');
    assert.match(found?.message ?? '', /is forbidden/);
  });

  test('is not looked at when it is a Secret', async () => {
    const { server, objects } = await connect(answers({}));
    const found = await look(objects, [{ ...secret, group: '', kind: 'Secret' }]);
    assert.deepEqual(found, []);
    assert.ok(server.requests.every(({ url }) => !url.pathname.includes('secrets')));
  });

  test('was changed by hand, as its field managers say', async () => {
    const managedFields = [
      { manager: 'kubectl-edit', operation: 'Update', time: 'then', fieldsV1: { 'f:spec': { 'f:x': {} } } },
    ];
    const items = [{ metadata: { ...metadata, managedFields } }];
    const { objects } = await connect(answers({ [`${GROUP}/externalsecrets`]: { items } }));
    assert.deepEqual((await look(objects, [secret]))[0]?.changes, [
      { manager: 'kubectl-edit', at: 'then', fields: ['spec.x'] },
    ]);
  });
});

describe('an object without a field that the commit sets', () => {
  const schemas = {
    ExternalSecret: {
      properties: { spec: { properties: { paused: { type: 'boolean' } } } },
      'x-kubernetes-group-version-kind': [{ group: 'external-secrets.io', version: 'v1', kind: 'ExternalSecret' }],
    },
  };
  const openapi = { openapi: '3.0.0', kind: undefined, components: { schemas } };
  const writtenAs = (spec: string) =>
    writtenManifests(
      'Kustomization flux-system/ghost',
      { path: 'gitops' },
      new Map([
        [
          'gitops/a.yaml',
          `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: { name: database, namespace: ghost }\nspec: ${spec}\n`,
        ],
      ]),
      {},
    );
  const droppedOf = async (
    spec: string,
    others: Record<string, object> = { '/openapi/v3/apis/external-secrets.io/v1': openapi },
  ) => {
    const { server, objects } = await connect(answers(others));
    const [found] = await look(objects, [{ ...secret, written: writtenAs(spec) }]);
    return { dropped: found?.dropped, asked: server.requests.filter(({ url }) => url.pathname.startsWith('/openapi')) };
  };

  test('says which, and where it is written, without asking the API server what it knows', async () => {
    const { dropped, asked } = await droppedOf('{ refreshIntervl: 1h }');
    assert.deepEqual(dropped, [{ field: 'spec', where: 'gitops/a.yaml:4' }]);
    assert.equal(asked.length, 0);
  });

  test('says it of a field that is false only when the API server does not know it', async () => {
    assert.deepEqual((await droppedOf('{ pausd: false }')).dropped, [{ field: 'spec', where: 'gitops/a.yaml:4' }]);
    const { dropped, asked } = await droppedOf('{ paused: false }');
    assert.equal(dropped, undefined);
    assert.equal(asked.length, 1);
  });

  test('is no object to judge while the API server does not tell what it knows', async () => {
    await assert.rejects(droppedOf('{ paused: false }', {}), /openapi/);
  });

  test('says nothing where no commit is asked about', async () => {
    const { objects } = await connect(answers({}));
    assert.equal((await look(objects, [secret]))[0]?.dropped, undefined);
  });
});

describe('a Deployment that nobody is noted to have scaled', () => {
  const listed: Owned = { ...secret, group: 'apps', kind: 'Deployment', name: 'shop', judgedElsewhere: true };
  const managedFields = [
    { manager: 'helm-controller', operation: 'Apply', fieldsV1: { 'f:spec': { 'f:template': {} } } },
  ];
  const shop = {
    metadata: { name: 'shop', namespace: 'ghost', uid: 'u3', resourceVersion: '1', managedFields },
    spec: { replicas: 0 },
  };
  const apps = (autoscalers: unknown[]) =>
    answers({
      '/apis/apps/v1': { resources: [{ name: 'deployments', kind: 'Deployment' }] },
      '/apis/apps/v1/deployments': { items: [shop] },
      '/apis/apps/v1/namespaces/ghost/deployments/shop': shop,
      '/apis/autoscaling/v2/horizontalpodautoscalers': { items: autoscalers },
    });

  test('was scaled by hand', async () => {
    const { objects } = await connect(apps([]));
    const changes = (await look(objects, [listed]))[0]?.changes;
    assert.deepEqual(
      changes?.map(({ fields }) => fields),
      [['spec.replicas']],
    );
  });

  test('was scaled by the autoscaler that has it as its target', async () => {
    const autoscaler = {
      metadata: { namespace: 'ghost' },
      spec: { scaleTargetRef: { kind: 'Deployment', name: 'shop' } },
    };
    const { objects } = await connect(apps([autoscaler]));
    assert.equal((await look(objects, [listed]))[0]?.changes, undefined);
  });
});

describe('an object that Flux has pruned', () => {
  const going = (labels: object) => ({ metadata: { name: 'shop', uid: 'u2', labels, deletionTimestamp: 'then' } });

  test('is told while it is still there, with the owner that it had', async () => {
    const { objects } = await connect(answers({ '/api/v1/namespaces': { items: [going(LABELS)] } }));
    assert.deepEqual(await look(objects, []), [
      {
        kind: 'Namespace',
        namespace: '',
        name: 'shop',
        owner: 'Kustomization flux-system/shop',
        pruned: true,
        state: 'terminating',
        reason: '',
        message: 'deleted at then, and still there',
      },
    ]);
  });

  test('is looked for among the kinds of earlier looks: its inventory is gone', async () => {
    let items: unknown[] = [{ metadata }];
    const { objects } = await connect((path) => answers({ [`${GROUP}/externalsecrets`]: { items } })(path));
    await look(objects, [secret]);
    items = [{ metadata: { ...metadata, labels: LABELS, deletionTimestamp: 'then' } }];
    assert.deepEqual(
      (await look(objects, [])).map(({ kind, state }) => [kind, state]),
      [['ExternalSecret', 'terminating']],
    );
  });

  test('is left out when Flux did not make it', async () => {
    const { objects } = await connect(answers({ '/api/v1/namespaces': { items: [going({})] } }));
    assert.deepEqual(await look(objects, []), []);
  });
});
