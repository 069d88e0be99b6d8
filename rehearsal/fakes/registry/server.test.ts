import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePath } from './server.ts';

test('a repository may have many parts', () => {
  assert.deepEqual(parsePath('/v2/controlplaneio-fluxcd/charts/flux-operator/manifests/0.58.0'), {
    repository: 'controlplaneio-fluxcd/charts/flux-operator',
    kind: 'manifests',
    reference: '0.58.0',
  });
});

test('tags are only listed', () => {
  assert.equal(parsePath('/v2/fluxcd/source-controller/tags/list')?.kind, 'tags');
  assert.equal(parsePath('/v2/fluxcd/source-controller/tags/other'), undefined);
});

test('uploads and other paths are not served', () => {
  assert.equal(parsePath('/v2/fluxcd/source-controller/blobs/uploads/'), undefined);
  assert.equal(parsePath('/'), undefined);
});
