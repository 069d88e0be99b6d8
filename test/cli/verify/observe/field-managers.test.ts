import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { changesByHand, managedFields } from '../../../../cli/verify/observe/field-managers.ts';

const REPLICAS = { 'f:spec': { 'f:replicas': {} } };
const entry = (manager: string, fieldsV1: object, subresource?: string) => ({
  manager,
  operation: 'Update',
  fieldsV1,
  ...(subresource ? { subresource } : {}),
});
const flux = (fieldsV1: object) => ({ ...entry('kustomize-controller', fieldsV1), operation: 'Apply' });
const changedIn = (group: string, ...entries: object[]) =>
  changesByHand(managedFields.parse(entries), { group }).map(({ manager, fields }) => `${manager}: ${fields.join()}`);

const changed = (...entries: object[]) => changedIn('example.com', ...entries);

describe('a change by hand', () => {
  for (const program of ['curl', 'python-requests', 'terraform-provider-kubernetes', 'Go-http-client'])
    test(`is told of kinds that nobody here knows: ${program}`, () =>
      assert.equal(changed(flux({}), entry(program, REPLICAS)).length, 1));

  for (const group of ['', 'apps', 'networking.k8s.io', 'kustomize.toolkit.fluxcd.io', 'external-secrets.io']) {
    test(`is told whatever program did it, where only known controllers write: "${group}"`, () => {
      assert.equal(changedIn(group, flux({}), entry('somebody', REPLICAS)).length, 1);
      for (const controller of ['kube-controller-manager', 'aws-load-balancer-controller', 'cert-manager-cainjector'])
        assert.deepEqual(changedIn(group, flux({}), entry(controller, REPLICAS)), []);
    });
  }

  test('is not told of an unknown program where controllers of others write: it may be one', () =>
    assert.deepEqual(changed(flux({}), entry('somebody', REPLICAS)), []));

  for (const program of ['kubectl', 'kubectl-edit', 'kubectl-patch', 'kubectl-client-side-apply', 'k9s', 'node-fetch'])
    test(`is told: ${program} scaled`, () =>
      assert.deepEqual(changed(flux({}), entry(program, REPLICAS)), [`${program}: spec.replicas`]));

  test('is told whatever scaled, unless it is a controller', () => {
    assert.deepEqual(changed(entry('my-script', REPLICAS, 'scale')), ['my-script: spec.replicas']);
    assert.deepEqual(changed(entry('kube-controller-manager', REPLICAS, 'scale')), []);
  });

  test('names the entry of a list', () => {
    const image = { 'f:spec': { 'f:containers': { 'k:{"name":"ghost"}': { '.': {}, 'f:image': {} } } } };
    assert.deepEqual(changed(entry('kubectl-edit', image)), ['kubectl-edit: spec.containers[name=ghost].image']);
  });

  test('is none when Flux holds the field too: both want the same', () =>
    assert.deepEqual(changed(flux(REPLICAS), entry('kubectl', REPLICAS)), []));

  test('is none when a controller did it', () => assert.deepEqual(changed(entry('external-secrets', REPLICAS)), []));

  test('is none when that program made the object, before Flux took it over', () => {
    const made = managedFields.parse([{ ...entry('kubectl-create', REPLICAS), time: 'then' }]);
    assert.deepEqual(changesByHand(made, { madeAt: 'then', group: '' }), []);
    assert.equal(changesByHand(made, { madeAt: 'earlier', group: '' }).length, 1);
  });

  test('is none when it restarts the pods', () => {
    const at = {
      'f:spec': { 'f:template': { 'f:metadata': { 'f:annotations': { 'f:kubectl.kubernetes.io/restartedAt': {} } } } },
    };
    assert.deepEqual(changed(entry('kubectl-rollout', at)), []);
  });

  test('is none in labels, annotations and status', () => {
    const aside = { 'f:metadata': { 'f:labels': { 'f:x': {} } }, 'f:status': { 'f:phase': {} } };
    assert.deepEqual(changed(entry('kubectl-label', aside), entry('kubectl', REPLICAS, 'status')), []);
  });
});
