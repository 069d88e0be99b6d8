import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kindsOf } from './objects.ts';

test('every kind of the tree is asked for by a name that means no other, definitions excepted', () => {
  const objects = [
    { kind: 'Namespace', apiVersion: 'v1' },
    { kind: 'SecretStore', apiVersion: 'external-secrets.io/v1' },
    { kind: 'SecretStore', apiVersion: 'external-secrets.io/v1' },
    { kind: 'CustomResourceDefinition', apiVersion: 'apiextensions.k8s.io/v1' },
  ];
  assert.deepEqual(kindsOf(objects), ['namespace', 'secretstore.v1.external-secrets.io']);
});
