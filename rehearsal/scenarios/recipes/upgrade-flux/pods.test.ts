import assert from 'node:assert/strict';
import { test } from 'node:test';
import { podsIn } from './pods.ts';

const pod = (name: string, metadata: object, status: object) => ({
  metadata: { namespace: 'flux-system', name, ...metadata },
  spec: { containers: [{ image: 'ghcr.io/fluxcd/source-controller:v1.9.4' }] },
  status,
});
const state = { image: 'one', imageID: 'one@sha256:aa', restartCount: 1 };
const READY = [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-11-27T00:00:01Z' }];

test('a pod is known by its label, its image, what runs, and since when it is ready', () => {
  const ready = pod(
    'a',
    { labels: { app: 'source-controller' } },
    { containerStatuses: [state, state], conditions: READY },
  );
  assert.deepEqual(podsIn(JSON.stringify({ items: [ready] })), [
    {
      namespace: 'flux-system',
      name: 'a',
      app: 'source-controller',
      image: 'ghcr.io/fluxcd/source-controller:v1.9.4',
      digest: 'one@sha256:aa',
      restarts: 2,
      readyAt: Date.parse('2026-11-27T00:00:01Z'),
    },
  ]);
});

test('a pod that has not started yet is there, and one that is to end is not', () => {
  const ending = pod('old', { deletionTimestamp: '2026-11-27T00:00:02Z' }, { containerStatuses: [state] });
  const found = podsIn(JSON.stringify({ items: [pod('new', {}, {}), ending] }));
  assert.deepEqual(
    found.map(({ name, digest, readyAt }) => [name, digest, readyAt]),
    [['new', '', undefined]],
  );
});
