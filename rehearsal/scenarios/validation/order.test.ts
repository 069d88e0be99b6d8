import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RehearsalError } from '../../shared/errors.ts';
import { inStages } from './apply.ts';
import { DEPLOYMENT, rendered } from './manifests.ts';
import { inOrder } from './order.ts';

describe('the order in which a validation applies', () => {
  test('is that of dependsOn, whatever the order of the files', () => {
    const root = rendered('root', { app: ['configs'], configs: ['controllers'], controllers: [] });
    const tree = [root, rendered('app'), rendered('configs'), rendered('controllers')];
    assert.deepEqual(
      inOrder(tree).map(({ name }) => name),
      ['root', 'controllers', 'configs', 'app'],
    );
  });

  test('stops at Kustomizations that wait for each other', () => {
    const tree = [rendered('root', { a: ['b'], b: ['a'] }), rendered('a'), rendered('b')];
    assert.throws(
      () => inOrder(tree),
      (error: Error) => {
        assert.ok(error instanceof RehearsalError);
        assert.match(error.message, /a, b/);
        assert.match(error.help, /dependsOn/);
        return true;
      },
    );
  });

  test('stops at a Kustomization that waits for one that is not there', () => {
    assert.throws(() => inOrder([rendered('root', { a: ['gone'] }), rendered('a')]), /wait forever/);
  });

  test('puts namespaces first within one Kustomization, as Flux does', () => {
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'ghost' } };
    assert.deepEqual(inStages([DEPLOYMENT, namespace]), [namespace, DEPLOYMENT]);
  });
});
