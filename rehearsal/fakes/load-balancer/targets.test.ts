import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cluster, TARGET_GROUP } from './cluster.ts';
import { readTargets } from './targets.ts';

const targets = (changes: Parameters<typeof cluster>[0] = {}) => readTargets(cluster(changes));

test('a target group holds the Ready pods of the bound Service, at the port that the Service means', async () => {
  assert.deepEqual((await targets()).get(TARGET_GROUP), [{ address: '10.0.128.5', port: 2368 }]);
});

test('a pod that is not Ready is no target', async () => {
  assert.deepEqual((await targets({ ready: false })).get(TARGET_GROUP), []);
});

test('a Service of the same name in another namespace lends no pods', async () => {
  assert.deepEqual((await targets({ namespace: 'other' })).get(TARGET_GROUP), []);
});

test('a binding without an ARN, or to instances, binds nothing', async () => {
  assert.equal((await targets({ binding: { targetGroupARN: undefined, targetGroupName: 'ghost' } })).size, 0);
  assert.equal((await targets({ binding: { targetType: 'instance' } })).size, 0);
});

test('a binding to a port that the Service lacks binds nothing', async () => {
  assert.equal((await targets({ binding: { serviceRef: { name: 'ghost', port: 81 } } })).size, 0);
});
