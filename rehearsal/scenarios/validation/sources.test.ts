import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { templates } from '../../../test/support/fixtures.ts';
import { objectsIn } from './cdk-objects.ts';
import { definitionsIn } from './definitions.ts';
import { readDiscovery } from './served.ts';

describe('what a validation reads', () => {
  test('what CDK puts into the cluster, from the templates', () => {
    const { namespaces, manifests } = objectsIn(Object.values(templates()).map((template) => template.toJSON()));
    assert.deepEqual(namespaces, ['flux-system']);
    assert.deepEqual(
      manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`),
      ['NodePool workloads', 'FluxInstance flux', 'ConfigMap settings'],
    );
  });

  test('something in place of every value that only AWS knows', () => {
    const Manifest = { 'Fn::Join': ['', ['[{"kind":"ConfigMap","data":{"a":"', { 'Fn::GetAtt': ['B', 'C'] }, '"}}]']] };
    const Resources = { A: { Type: 'Custom::AWSCDK-EKS-KubernetesResource', Properties: { Manifest } } };
    assert.deepEqual(objectsIn([{ Resources }]).manifests, [{ kind: 'ConfigMap', data: { a: 'made-up' } }]);
  });

  test('the definitions of a file that holds other objects too', () => {
    const definition = 'kind: CustomResourceDefinition\nmetadata:\n  annotations:\n    a: b\n  name: as.example.com\n';
    const text = `kind: Deployment\nmetadata:\n  name: a\n---\n${definition}---\n`;
    assert.deepEqual(
      definitionsIn(text).map(({ name }) => name),
      ['as.example.com'],
    );
  });

  test('every version of every group that an API server serves', () => {
    const resources = [{ resource: 'as', scope: 'Cluster', responseKind: { kind: 'A' } }];
    const versions = [{ version: 'v1', resources }, { version: 'v2' }];
    assert.deepEqual(readDiscovery({ items: [{ metadata: { name: 'example.com' }, versions }] }), [
      { apiVersion: 'example.com/v1', kind: 'A', plural: 'as', namespaced: false },
    ]);
    assert.equal(readDiscovery({ items: [{ metadata: {}, versions }] })[0]?.apiVersion, 'v1');
  });
});
