import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTargets } from '../../../rehearsal/edge/targets.ts';

const ARN = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/ghost/0123';
const metadata = { name: 'ghost', namespace: 'ghost' };

/** A cluster with one Service of two ports, bound by its port 80. */
function cluster(changes: { readonly binding?: object; readonly ready?: boolean; readonly namespace?: string } = {}) {
  const spec = { targetGroupARN: ARN, targetType: 'ip', serviceRef: { name: 'ghost', port: 80 }, ...changes.binding };
  const slice = {
    metadata: { namespace: changes.namespace ?? 'ghost', labels: { 'kubernetes.io/service-name': 'ghost' } },
    ports: [
      { name: 'metrics', port: 9000 },
      { name: 'http', port: 2368 },
    ],
    endpoints: [
      { addresses: ['10.0.128.5'], conditions: { ready: changes.ready ?? true } },
      { addresses: ['10.0.128.6'], conditions: { ready: false } },
    ],
  };
  const ports = [
    { name: 'http', port: 80 },
    { name: 'metrics', port: 9000 },
  ];
  const lists: Record<string, unknown[]> = {
    '/apis/eks.amazonaws.com/v1/targetgroupbindings': [{ metadata, spec }],
    '/api/v1/services': [{ metadata, spec: { ports } }],
    '/apis/discovery.k8s.io/v1/endpointslices': [slice],
  };
  return readTargets(async (path) => ({ items: lists[path] }));
}

test('a target group holds the Ready pods of the bound Service, at the port that the Service means', async () => {
  assert.deepEqual((await cluster()).get(ARN), [{ address: '10.0.128.5', port: 2368 }]);
});

test('a pod that is not Ready is no target', async () => {
  assert.deepEqual((await cluster({ ready: false })).get(ARN), []);
});

test('a Service of the same name in another namespace lends no pods', async () => {
  assert.deepEqual((await cluster({ namespace: 'other' })).get(ARN), []);
});

test('a binding without an ARN, or to instances, binds nothing', async () => {
  assert.equal((await cluster({ binding: { targetGroupARN: undefined, targetGroupName: 'ghost' } })).size, 0);
  assert.equal((await cluster({ binding: { targetType: 'instance' } })).size, 0);
});

test('a binding to a port that the Service lacks binds nothing', async () => {
  assert.equal((await cluster({ binding: { serviceRef: { name: 'ghost', port: 81 } } })).size, 0);
});
