import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { KubernetesApi } from '../../../../cli/verify/observe/kubernetes-api.ts';
import type { FoundObject } from '../../../../cli/verify/observe/owned-objects.ts';
import { withPods } from '../../../../cli/verify/observe/workloads.ts';

const CRON_JOB: FoundObject = {
  uid: 'cron',
  facts: {
    owner: 'Kustomization flux-system/ghost',
    kind: 'CronJob',
    namespace: 'ghost',
    name: 'tidy',
    state: 'current',
    reason: '',
    message: '',
  },
};

/** A Job of the CronJob as the API server lists it: without its kind. */
const listed = (name: string, created: string, status: object) => ({
  metadata: { name, namespace: 'ghost', uid: name, creationTimestamp: created, ownerReferences: [{ uid: 'cron' }] },
  spec: {},
  status,
});

async function lookAt(...jobs: readonly object[]) {
  const api = { list: async () => jobs } as unknown as KubernetesApi;
  const [found] = await withPods(api, [CRON_JOB], []);
  assert.ok(found);
  return found;
}

const EARLY = '2026-01-01T00:00:00Z';
const LATE = '2026-01-01T00:01:00Z';
const COMPLETE = { conditions: [{ type: 'Complete', status: 'True', reason: '', message: '' }] };

describe('a CronJob', () => {
  test('is not well while its latest Job has no pod, which may be refused', async () => {
    const { state, job } = await lookAt(listed('tidy-1', EARLY, COMPLETE), listed('tidy-2', LATE, { startTime: LATE }));
    assert.deepEqual([state, job], ['in progress', 'tidy-2']);
  });

  test('is well while a pod of its latest Job runs, and once that is complete', async () => {
    assert.equal((await lookAt(listed('tidy-1', EARLY, { active: 1, ready: 1 }))).state, 'current');
    assert.equal((await lookAt(listed('tidy-1', EARLY, COMPLETE))).state, 'current');
  });

  test('has failed when its latest Job has', async () => {
    const conditions = [{ type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded', message: 'too often' }];
    const { state, message } = await lookAt(listed('tidy-1', EARLY, { conditions }));
    assert.deepEqual([state, message], ['failed', 'tidy-1: too often']);
  });

  test('is as Kubernetes has it before its first Job', async () => {
    assert.equal((await lookAt()).state, 'current');
  });
});
