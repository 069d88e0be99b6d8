import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { changed, lacking, patchTo } from './compare.ts';
import type { LiveObject } from './objects.ts';

const object = (content: object): LiveObject => ({ kind: 'Thing', metadata: { name: 'a' }, ...content });

describe('an object is as rendered', () => {
  test('when it has everything that the manifest asks for, and what the API server adds', () => {
    const wanted = { spec: { ports: [{ port: 80 }], type: null, tags: [] }, metadata: { labels: { a: 'b' } } };
    const found = { spec: { ports: [{ port: 80, protocol: 'TCP' }] }, metadata: { labels: { a: 'b', c: 'd' } } };
    assert.deepEqual(lacking(wanted, found), []);
  });

  test('when a quantity is written in another way', () => {
    assert.deepEqual(lacking({ cpu: '1000m', memory: '1024Mi' }, { cpu: '1', memory: '1Gi' }), []);
  });

  test('when a duration is written in another way, and where a manifest asks for nothing', () => {
    assert.deepEqual(lacking({ interval: '15m', class: '', paths: [] }, { interval: '15m0s' }), []);
    assert.deepEqual(lacking({ interval: '15m' }, { interval: '24h0m0s' }), ['.interval']);
  });

  test('not when a field is other, missing, or one more in a list', () => {
    const wanted = { a: 1, b: { c: 'x' }, list: [1] };
    assert.deepEqual(lacking(wanted, { a: 2, b: {}, list: [1, 2] }), ['.a', '.b.c', '.list']);
  });
});

describe('an object has changed', () => {
  test('when it asks for something else, whoever asks', () => {
    const before = object({ spec: { replicas: 1 } });
    assert.deepEqual(changed(before, object({ spec: { replicas: 1, paused: true } })), ['spec']);
    assert.deepEqual(changed(before, object({ spec: {} })), ['spec']);
  });

  test('not when a controller writes a duration in its own way', () =>
    assert.deepEqual(changed(object({ spec: { every: '15m' } }), object({ spec: { every: '15m0s' } })), []));

  test('not when a Service was made anew, and has another address', () => {
    const at = (clusterIP: string) => object({ spec: { clusterIP, clusterIPs: [clusterIP], ports: [] } });
    assert.deepEqual(changed(at('172.20.0.1'), at('172.20.0.2')), []);
  });

  test('not when it reports something else, was marked, or its pods were restarted', () => {
    const before = object({ spec: { template: { metadata: {} } }, status: { ready: 1 } });
    const annotations = { 'kubectl.kubernetes.io/restartedAt': 'now' };
    const after = { spec: { template: { metadata: { annotations } } }, status: { ready: 0 } };
    assert.deepEqual(changed(before, { ...object(after), metadata: { name: 'a', labels: { a: 'b' } } }), []);
  });
});

test('a patch puts back what was changed, takes away what was added, and is none where nothing differs', () => {
  const wanted = { a: 1, list: [1], same: { b: 2 } };
  assert.deepEqual(patchTo(wanted, { a: 2, list: [1, 2], same: { b: 2 }, more: true }), {
    a: 1,
    list: [1],
    more: null,
  });
  assert.equal(patchTo(wanted, structuredClone(wanted)), undefined);
});
