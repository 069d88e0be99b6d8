import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TARGET_GROUP } from './cluster.ts';
import { targetGroups } from './target-groups.ts';
import type { Target } from './targets.ts';

const OLD = { address: '10.0.128.5', port: 2368 };
const NEW = { address: '10.0.128.6', port: 2368 };

/** AWS's side: the names and the targets of the calls that it gets; `refuse` makes it refuse the next one. */
function loadBalancing() {
  const calls: string[] = [];
  let refusing = false;
  const send = async (call: { input: { Targets?: { Id?: string }[] } }) => {
    if (refusing) {
      refusing = false;
      throw new Error('Throttling');
    }
    calls.push(`${call.constructor.name} ${call.input.Targets?.map(({ Id }) => Id)}`);
  };
  const tell = targetGroups({ send } as unknown as Parameters<typeof targetGroups>[0]);
  const now = (...targets: Target[]) => tell(new Map([[TARGET_GROUP, targets]]));
  return { calls, now, refuse: () => (refusing = true) };
}

test('AWS hears of a pod that comes and of one that goes, and of nothing else', async () => {
  const { calls, now } = loadBalancing();
  await now(OLD);
  await now(OLD);
  await now(OLD, NEW);
  await now(NEW);
  assert.deepEqual(calls, [
    'RegisterTargetsCommand 10.0.128.5',
    'RegisterTargetsCommand 10.0.128.6',
    'DeregisterTargetsCommand 10.0.128.5',
  ]);
});

test('AWS is told again what it refused', async () => {
  const { calls, now, refuse } = loadBalancing();
  refuse();
  await assert.rejects(now(OLD), /Throttling/);
  await now(OLD);
  assert.deepEqual(calls, ['RegisterTargetsCommand 10.0.128.5']);
});
