import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Manifest } from '../../../cli/shared/rendering/render.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { fakeCluster } from './fake-cluster.ts';
import { type Changes, GhostWorkload } from './workload.ts';

const object = (kind: string, name: string): Manifest => ({ apiVersion: 'v1', kind, metadata: { name } });
const SCALE = 'PATCH /apis/apps/v1/namespaces/ghost/deployments/ghost/scale';

/** A blog whose pods come with an apply, and go when the Deployment is scaled, if the API lets it. */
function blog(answer = { status: 200, text: '' }) {
  let uid = 0;
  const cluster = fakeCluster(
    () => {
      if (answer.status === 200) cluster.pods.length = 0;
      return answer;
    },
    () => cluster.pods.push({ metadata: { uid: `${++uid}`, name: `ghost-${uid}` } }),
  );
  const objects = ({ settings }: Changes) => [
    object('Deployment', 'ghost'),
    ...(settings?.MAIL === 'on' ? [object('Secret', 'mail')] : []),
  ];
  return { ...cluster, workload: new GhostWorkload(cluster.tools, objects) };
}

test('a start ends the pod before: Ghost supports no second process on its database', async () => {
  const { workload, asked } = blog();
  assert.equal((await workload.start()).name, 'ghost-1');
  assert.equal((await workload.start()).name, 'ghost-2');
  assert.deepEqual(
    asked.map((request) => request.replace(/ --.*/, '')),
    ['kubectl apply', SCALE, 'kubectl apply'],
  );
});

test('what is no longer rendered is pruned, as Flux does', async () => {
  const { workload, asked } = blog();
  await workload.start({ settings: { MAIL: 'on' } });
  await workload.start();
  assert.equal(asked.at(-1), 'kubectl -n ghost delete Secret/mail');
});

test('a stop without a pod asks for nothing', async () => {
  const { workload, asked } = blog();
  assert.deepEqual(await workload.stop(), { seconds: 0, exitCode: undefined });
  assert.deepEqual(asked, []);
});

test('an API server that refuses to scale is quoted', async () => {
  const { workload } = blog({ status: 403, text: 'forbidden' });
  await workload.start();
  await assert.rejects(
    () => workload.stop(),
    (error) => error instanceof RehearsalError && /cannot be scaled to nothing: forbidden/.test(error.message),
  );
});
