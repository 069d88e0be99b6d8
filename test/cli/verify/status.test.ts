import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anyObject } from '../../../cli/verify/status/any-object.ts';
import { objectStatus } from '../../../cli/verify/status/object-status.ts';

const stateOf = (object: object) => objectStatus(anyObject.parse({ metadata: { generation: 2 }, ...object })).state;
const is = (type: string, status: string, more: object = {}) => ({
  type,
  status,
  reason: 'Why',
  message: 'so',
  ...more,
});

describe('any object', () => {
  for (const [what, object, expected] of [
    ['without a status is as its spec wants it', { kind: 'ConfigMap' }, 'current'],
    ['that is being deleted is going', { kind: 'ConfigMap', metadata: { deletionTimestamp: 'then' } }, 'terminating'],
    ['whose newest spec nobody has seen is not done', { status: { observedGeneration: 1 } }, 'in progress'],
    ['that is Ready is done', { status: { conditions: [is('Ready', 'True')] } }, 'current'],
    ['that is not Ready is not done', { status: { conditions: [is('Ready', 'False')] } }, 'in progress'],
    ['of which nobody knows is not done', { status: { conditions: [is('Ready', 'Unknown')] } }, 'in progress'],
    [
      'that was Ready for an older spec is not done',
      { status: { conditions: [is('Ready', 'True', { observedGeneration: 1 })] } },
      'in progress',
    ],
    [
      'that is being reconciled is not done',
      { status: { conditions: [is('Ready', 'True'), is('Reconciling', 'True')] } },
      'in progress',
    ],
    [
      'that has given up has failed',
      { status: { conditions: [is('Ready', 'False'), is('Stalled', 'True')] } },
      'failed',
    ],
    [
      'that gave up on an older spec has not failed',
      { status: { observedGeneration: 1, conditions: [is('Stalled', 'True', { observedGeneration: 1 })] } },
      'in progress',
    ],
    [
      'that is not available is not done',
      { kind: 'APIService', status: { conditions: [is('Available', 'False')] } },
      'in progress',
    ],
  ] as const) {
    test(what, () => assert.equal(stateOf(object), expected));
  }

  test('says why, in its own words', () => {
    const found = objectStatus(anyObject.parse({ metadata: {}, status: { conditions: [is('Ready', 'False')] } }));
    assert.deepEqual(found, { state: 'in progress', reason: 'Why', message: 'so' });
  });
});

describe('an ExternalSecret', () => {
  const synced = (version: string) => ({
    kind: 'ExternalSecret',
    status: { conditions: [is('Ready', 'True')], syncedResourceVersion: version },
  });

  test('is done when its present spec is synchronized', () => assert.equal(stateOf(synced('2-abc')), 'current'));

  test('is not done while the one before is', () => assert.equal(stateOf(synced('1-abc')), 'in progress'));
});

describe('an object of Kubernetes', () => {
  const apps = (kind: string, spec: object, status: object) => ({
    apiVersion: 'apps/v1',
    kind,
    spec,
    status: { observedGeneration: 2, ...status },
  });
  const batch = (status: object) => ({ apiVersion: 'batch/v1', kind: 'Job', status });
  const full = { replicas: 2, updatedReplicas: 2, availableReplicas: 2 };
  const nodes = { desiredNumberScheduled: 2, currentNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 2 };

  for (const [what, object, expected] of [
    ['a Deployment with all its pods', apps('Deployment', { replicas: 2 }, full), 'current'],
    ['a Deployment with an old pod', apps('Deployment', { replicas: 2 }, { ...full, replicas: 3 }), 'in progress'],
    [
      'a Deployment whose pods are older',
      apps('Deployment', { replicas: 2 }, { ...full, updatedReplicas: 1 }),
      'in progress',
    ],
    [
      'a Deployment past its deadline',
      apps('Deployment', {}, { conditions: [is('Progressing', 'False', { reason: 'ProgressDeadlineExceeded' })] }),
      'failed',
    ],
    ['a StatefulSet with all its pods', apps('StatefulSet', { replicas: 2 }, full), 'current'],
    [
      'a StatefulSet with an unavailable pod',
      apps('StatefulSet', { replicas: 2 }, { ...full, availableReplicas: 1 }),
      'in progress',
    ],
    [
      'a StatefulSet in the middle of an update',
      apps('StatefulSet', { replicas: 2 }, { ...full, updatedReplicas: 1 }),
      'in progress',
    ],
    [
      'a StatefulSet that is updated by hand',
      apps('StatefulSet', { replicas: 2, updateStrategy: { type: 'OnDelete' } }, { ...full, updatedReplicas: 0 }),
      'current',
    ],
    [
      'a StatefulSet updated up to its partition',
      apps(
        'StatefulSet',
        { replicas: 2, updateStrategy: { rollingUpdate: { partition: 1 } } },
        { ...full, updatedReplicas: 1 },
      ),
      'current',
    ],
    ['a DaemonSet on every node', apps('DaemonSet', {}, nodes), 'current'],
    ['a DaemonSet that lacks a node', apps('DaemonSet', {}, { ...nodes, numberAvailable: 1 }), 'in progress'],
    ['a DaemonSet that nobody has seen', { apiVersion: 'apps/v1', kind: 'DaemonSet' }, 'in progress'],
    ['a Job that is complete', batch({ conditions: [is('Complete', 'True')] }), 'current'],
    ['a Job that runs', batch({ active: 1 }), 'in progress'],
    ['a Job that failed', batch({ conditions: [is('Failed', 'True')] }), 'failed'],
    [
      'a Pod that is ready',
      { kind: 'Pod', status: { phase: 'Running', conditions: [is('Ready', 'True')] } },
      'current',
    ],
    [
      'a Pod that is not ready',
      { kind: 'Pod', status: { phase: 'Running', conditions: [is('Ready', 'False')] } },
      'in progress',
    ],
    [
      'a Pod that is done',
      { kind: 'Pod', status: { phase: 'Succeeded', conditions: [is('Ready', 'False')] } },
      'current',
    ],
    ['a Pod that failed', { kind: 'Pod', status: { phase: 'Failed' } }, 'failed'],
    ['a claim that is bound', { kind: 'PersistentVolumeClaim', status: { phase: 'Bound' } }, 'current'],
    ['a claim that waits', { kind: 'PersistentVolumeClaim', status: { phase: 'Pending' } }, 'in progress'],
    ['a claim that lost its volume', { kind: 'PersistentVolumeClaim', status: { phase: 'Lost' } }, 'failed'],
    [
      'a definition that is served',
      {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        status: { conditions: [is('Established', 'True')] },
      },
      'current',
    ],
    [
      'a definition whose names are taken',
      {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        status: { conditions: [is('NamesAccepted', 'False')] },
      },
      'failed',
    ],
    ['a Service inside the cluster', { kind: 'Service', spec: { type: 'ClusterIP' } }, 'current'],
    ['a load balancer without an address', { kind: 'Service', spec: { type: 'LoadBalancer' } }, 'in progress'],
    [
      'a Service of another group',
      { apiVersion: 'serving.knative.dev/v1', kind: 'Service', status: { conditions: [is('Ready', 'False')] } },
      'in progress',
    ],
  ] as const) {
    test(`${what} is ${expected}`, () => assert.equal(stateOf(object), expected));
  }
});
