import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fluxItself } from '../../../../cli/verify/observe/flux-itself.ts';
import { deployment, fluxInstance, fluxObject } from '../../../../cli/verify/observe/kubernetes-objects.ts';

const OPERATOR = { manager: 'flux-operator', operation: 'Apply', fieldsV1: { 'f:spec': { 'f:replicas': {} } } };
const hand = (manager: string, field: string) => ({
  manager,
  operation: 'Update',
  fieldsV1: { 'f:spec': { [`f:${field}`]: {} } },
});

const root = (name: string, ...managers: object[]) =>
  fluxObject.parse({ metadata: { name, namespace: 'flux-system', managedFields: [OPERATOR, ...managers] }, spec: {} });
const controller = (replicas: number, managers: object[], labels: object = { 'app.kubernetes.io/part-of': 'flux' }) =>
  deployment.parse({
    metadata: { name: 'source-controller', namespace: 'flux-system', labels, managedFields: managers },
    spec: { replicas },
  });

describe('Flux itself', () => {
  test('is well as its operator made it', () => {
    const { objects, controllers } = fluxItself(
      [],
      [root('flux-system')],
      [root('flux-system'), root('ghost')],
      [controller(1, [OPERATOR])],
    );
    assert.deepEqual(
      objects.map(({ kind, name, changes }) => [kind, name, changes]),
      [
        ['GitRepository', 'flux-system', undefined],
        ['Kustomization', 'flux-system', undefined],
        ['Deployment', 'source-controller', undefined],
      ],
    );
    assert.deepEqual(
      controllers.map(({ name, owner }) => [name, owner]),
      [['source-controller', 'FluxInstance flux-system/flux']],
    );
  });

  test('is told when somebody changed where it starts, whatever the program', () => {
    const { objects } = fluxItself([], [root('flux-system', hand('somebody', 'interval'))], [], []);
    assert.deepEqual(objects[0]?.changes, [{ manager: 'somebody', fields: ['spec.interval'] }]);
  });

  test('is told when somebody scaled a controller to nothing', () => {
    const { objects } = fluxItself([], [], [], [controller(0, [{ ...OPERATOR, fieldsV1: {} }])]);
    assert.deepEqual(objects[0]?.changes?.[0]?.fields, ['spec.replicas']);
  });

  test('is what its operator made of it, and not what it was told to make before', () => {
    const instance = (conditions: object[]) =>
      fluxInstance.parse({
        metadata: { name: 'flux', namespace: 'flux-system', generation: 2 },
        status: { conditions },
      });
    const said = (type: string, status: string, observedGeneration = 2) => ({
      ...{ type, status, observedGeneration },
      ...{ reason: 'BuildFailed', message: 'build failed: no match found for semver: 2.99.0' },
    });
    const stateOf = (...conditions: object[]) => fluxItself([instance(conditions)], [], [], []).objects[0]?.state;
    assert.equal(stateOf(said('Ready', 'True')), 'current');
    assert.equal(stateOf(said('Ready', 'False'), said('Stalled', 'True')), 'failed');
    assert.equal(stateOf(said('Ready', 'Unknown'), said('Reconciling', 'True')), 'in progress');
    assert.equal(stateOf(said('Ready', 'True', 1)), 'in progress', 'a version that it has not seen yet is not there');
  });

  test('is not what else runs in its namespace', () =>
    assert.deepEqual(fluxItself([], [], [], [controller(0, [], {})]).objects, []));
});
