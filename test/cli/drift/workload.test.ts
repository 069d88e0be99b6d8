import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { lookAt } from '../../../cli/drift/workload.ts';
import { apiOf, type FakeObjects, startFakeKubernetes } from '../verify/fakes/kubernetes.ts';

const SETTINGS = '/api/v1/namespaces/flux-system/configmaps/settings';
const stops: (() => void)[] = [];
after(() => stops.forEach((stop) => void stop()));

/** What the command finds in a cluster; its settings are as CDK wrote them unless said otherwise. */
async function lookingAt(objects: FakeObjects, data: Record<string, string> | undefined = { HOST: 'db' }) {
  const record = { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ data: { HOST: 'db' } }) };
  const settings = { kind: 'ConfigMap', metadata: { annotations: record }, data };
  const server = await startFakeKubernetes(objects, (path) =>
    path === SETTINGS && data !== undefined ? { body: JSON.stringify(settings) } : undefined,
  );
  const api = apiOf(server);
  stops.push(() => {
    api.close();
    server.stop();
  });
  return await lookAt(api);
}

const root = (spec: object, managedFields: object[] = []) => ({
  '/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations': [
    {
      metadata: { name: 'flux-system', namespace: 'flux-system', generation: 1, managedFields },
      spec: { sourceRef: { kind: 'GitRepository', name: 'flux-system' }, ...spec },
    },
  ],
  '/api/v1/namespaces': [],
});

describe('the drift of the workload', () => {
  test('is none when objects and settings are as they were applied', async () => {
    const looked = await lookingAt(root({}));
    assert.deepEqual(
      looked.map(({ part, compared, findings, unread }) => [part, compared, findings.length, unread]),
      [
        ['objects', 1, 0, undefined],
        ['settings', 1, 0, undefined],
      ],
    );
  });

  test('names the object, the program and the fields', async () => {
    const edit = { manager: 'kubectl-edit', operation: 'Update', fieldsV1: { 'f:spec': { 'f:path': {} } } };
    const [objects] = await lookingAt(root({}, [edit]));
    assert.equal(objects?.findings[0]?.object, 'Kustomization flux-system/flux-system');
    assert.equal(objects?.findings[0]?.message, 'kubectl-edit set spec.path');
  });

  test('names what somebody suspended: Flux puts nothing of it back', async () => {
    const [objects] = await lookingAt(root({ suspend: true }));
    assert.equal(objects?.findings[0]?.help, 'flux resume kustomization flux-system --namespace flux-system');
  });

  test('names settings that are not as CDK wrote them', async () => {
    const [, settings] = await lookingAt(root({}), { HOST: 'mine' });
    assert.equal(settings?.findings[0]?.message, 'HOST is "mine", and CDK wrote "db"');
  });

  test('is unknown where there are no settings', async () => {
    const server = await startFakeKubernetes(root({}));
    const api = apiOf(server);
    stops.push(() => {
      api.close();
      server.stop();
    });
    const [, settings] = await lookAt(api);
    assert.equal(settings?.unread?.help, 'npx cdk deploy --all');
  });
});
