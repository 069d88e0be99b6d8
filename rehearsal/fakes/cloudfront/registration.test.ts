import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitFor } from '../../shared/process/wait.ts';
import { cluster, TARGET_GROUP } from './cluster.ts';
import { Registration } from './registration.ts';

test('targets follow the pods; while the cluster is silent the last ones stay, and the log tells both once', async (t) => {
  let ready = true;
  let silent = false;
  const told: string[] = [];
  const read = async (path: string) => {
    if (silent) throw new Error('connection refused');
    return await cluster({ ready })(path);
  };
  const registration = Registration.start(
    read,
    async () => undefined,
    (line) => told.push(line),
  );
  t.after(() => registration.stop());
  const count = (wanted: number) => async () => (registration.of(TARGET_GROUP).length === wanted ? true : undefined);
  await waitFor('the pod is registered', count(1), { seconds: 60 });
  silent = true;
  await waitFor('the silence is told', async () => told.find((line) => line.includes('connection refused')), {
    seconds: 60,
  });
  assert.equal(registration.of(TARGET_GROUP).length, 1);
  silent = false;
  ready = false;
  await waitFor('the pod is gone', count(0), { seconds: 60 });
  assert.equal(told.length, 3);
});
