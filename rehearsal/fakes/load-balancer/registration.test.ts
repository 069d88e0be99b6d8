import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitFor } from '../../shared/process/wait.ts';
import { Balancer } from './balancer.ts';
import { cluster, TARGET_GROUP } from './cluster.ts';
import { Registration } from './registration.ts';
import type { TargetGroup } from './settings.ts';

const GROUP: TargetGroup = {
  healthCheck: {
    protocol: 'TCP',
    path: '/',
    listenerPort: 8080,
    matches: () => true,
    interval: 5,
    timeout: 4,
    thresholds: { healthy: 2, unhealthy: 2 },
  },
  draining: { seconds: 0, terminates: false },
};

test('targets follow the pods; while the cluster is silent the last ones stay, and the log tells both once', async (t) => {
  let ready = true;
  let silent = false;
  const told: string[] = [];
  const read = async (path: string) => {
    if (silent) throw new Error('connection refused');
    return await cluster({ ready })(path);
  };
  const balancer = new Balancer(new Map([[TARGET_GROUP, GROUP]]), async () => true);
  const log = (line: string) => told.push(line);
  const registration = Registration.start(read, balancer, { tell: async () => undefined, log });
  t.after(() => registration.stop());
  const says = (what: string) => async () => told.find((line) => line.includes(what));
  await waitFor('the pod is registered', says('10.0.128.5:2368 initial'), { seconds: 60 });
  silent = true;
  await waitFor('the silence is told', says('targets unknown: connection refused'), { seconds: 60 });
  assert.match(String(balancer), /10\.0\.128\.5:2368/, 'nobody goes because the API server is silent');
  silent = false;
  ready = false;
  const gone = async () => (String(balancer).includes('10.0.128.5') ? undefined : true);
  await waitFor('the pod is gone', gone, { seconds: 60 });
  assert.equal(new Set(told).size, told.length, told.join('\n'));
});

test('pods are registered in a target group that was deployed after the balancer, as soon as they are bound to it', async (t) => {
  const balancer = new Balancer(new Map(), async () => true);
  let asked = 0;
  const learn = async () => {
    asked += 1;
    if (asked === 1) throw new Error('the stack is being updated');
    balancer.configure(new Map([[TARGET_GROUP, GROUP]]));
  };
  const followers = { tell: async () => undefined, log: () => undefined, learn };
  const registration = Registration.start(cluster(), balancer, followers);
  t.after(() => registration.stop());
  const registered = async () => String(balancer).includes('10.0.128.5:2368') || undefined;
  await waitFor('the pod is registered although the first answer was an error', registered, { seconds: 60 });
  assert.equal(asked, 2, 'the stack is read while a group is unknown, and no longer');
});
