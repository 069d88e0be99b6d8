import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeCluster } from './fake-cluster.ts';
import { GhostPod } from './pod.ts';
import type { PodObject } from './pod-watch.ts';

/** A pod whose prepare has failed once and is started again. */
const POD: PodObject = {
  metadata: { uid: 'u', name: 'ghost-1' },
  status: {
    podIP: '10.0.128.5',
    conditions: [{ type: 'Ready', status: 'False' }],
    initContainerStatuses: [
      { name: 'prepare', restartCount: 1, state: { running: {} }, lastState: { terminated: { exitCode: 7 } } },
    ],
    containerStatuses: [{ name: 'ghost', restartCount: 0, state: {} }],
  },
};

test('the end of a container is known after the kubelet has started it again', async () => {
  const { tools, pods } = fakeCluster();
  pods.push(POD);
  const pod = new GhostPod(POD, 0, tools);
  assert.equal(await pod.ended('prepare'), 7);
  assert.equal(pod.exitCode('ghost'), undefined, 'it has never run');
  assert.equal(pod.restarts, 1);
});

/** A pod whose kubelet answers this for each container and run; 400 for others, as for one that has not started. */
function podWith(answers: (request: string) => { readonly status: number; readonly text: string } | undefined) {
  const { tools, pods } = fakeCluster(
    (request) => answers(request.split('container=')[1] ?? '') ?? { status: 400, text: 'is waiting to start' },
  );
  pods.push(POD);
  return new GhostPod(POD, 0, tools);
}

test('the log is that of every container, with what it said before a restart; one that never ran says nothing', async () => {
  const texts: Readonly<Record<string, string>> = {
    'prepare&previous=true': 'one\n',
    'prepare&previous=false': 'two\n',
  };
  const pod = podWith((run) => (run in texts ? { status: 200, text: texts[run] ?? '' } : undefined));
  assert.equal(await pod.log(), 'one\ntwo\n');
});

test('what a container said is not lost when it is started again while its log is read', async () => {
  let reads = 0;
  const pod = podWith((run) => {
    if (!run.startsWith('prepare')) return undefined;
    const isStartedAgain = ++reads > 1;
    if (run.endsWith('true')) return isStartedAgain ? { status: 200, text: 'one\n' } : undefined;
    return { status: 200, text: isStartedAgain ? '' : 'one\n' };
  });
  assert.equal(await pod.log(), 'one\n');
});

test('a log that cannot be read is an error, and not an empty one', async () => {
  const pod = podWith(() => ({ status: 500, text: 'the kubelet is away' }));
  await assert.rejects(() => pod.log(), /the log of prepare in ghost-1 cannot be read: 500 the kubelet is away/);
});

test('an event that happened several times counts as often', async () => {
  const items = [{ message: 'Readiness probe failed: 500', count: 2 }, { message: 'Liveness probe failed: 503' }];
  const { tools, asked } = fakeCluster(() => ({ status: 200, text: JSON.stringify({ items }) }));
  const messages = await new GhostPod(POD, 0, tools).events('Unhealthy');
  assert.equal(messages.filter((message) => message.startsWith('Readiness')).length, 2);
  assert.equal(messages.length, 3);
  assert.match(decodeURIComponent(asked[0] ?? ''), /involvedObject\.uid=u,reason=Unhealthy$/);
});

test('a pod is Ready when the kubelet says so, and not before', async () => {
  const { tools, pods } = fakeCluster();
  pods.push(POD);
  const pod = new GhostPod(POD, performance.now(), tools);
  assert.equal(pod.isReady, false);
  pods[0] = { ...POD, status: { ...POD.status, conditions: [{ type: 'Ready', status: 'True' }] } };
  assert.equal(pod.isReady, true);
  assert.ok((await pod.untilReady()) >= 0);
});
