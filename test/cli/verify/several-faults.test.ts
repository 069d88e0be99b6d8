import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Facts } from '../../../cli/verify/facts.ts';
import { judge } from '../../../cli/verify/judge/judge.ts';
import { NOTHING_YET, remember } from '../../../cli/verify/memory.ts';
import {
  after,
  condition,
  container,
  deployment,
  EARLIER,
  factsOf,
  kustomization,
  object,
  pod,
  root,
} from './facts.ts';

const broken = object({
  kind: 'ExternalSecret',
  name: 'extra',
  state: 'in progress',
  reason: 'SecretSyncedError',
  message: 'no such key',
});
const pulling = container({ ready: false, waiting: { reason: 'ErrImagePull', message: 'not found' } });
const stuck = deployment({ available: 0, pods: [pod({ ready: false, containers: [pulling] })] });
const timedOut = kustomization({
  revision: EARLIER,
  conditions: [condition('Ready', 'False', 'HealthCheckFailed', 'timeout waiting for: [Deployment/ghost/ghost]')],
});

/** Looks every five seconds, as the watch does, and gives the verdict of the last look. */
function watched(observe: (seconds: number) => Facts, until: number) {
  let memory = NOTHING_YET;
  for (let seconds = 100; seconds < until; seconds += 5) {
    const observedAt = after(seconds);
    memory = remember(memory, judge({ ...observe(seconds), observedAt, firstSeen: memory.firstSeen }), observedAt);
  }
  return judge({ ...observe(until), observedAt: after(until), firstSeen: memory.firstSeen });
}

const causes = (observed: Facts) => judge(observed).problems.map(({ cause }) => cause);

describe('of two faults at once', () => {
  const both = factsOf({ deployments: [stuck], objects: [broken] });

  test('both are named', () => assert.deepEqual(causes(both), ['secret not synchronized', 'image not found']));

  test('the one that is final first ends the wait, and the other one is named with it', () => {
    const verdict = watched(() => both, 115);
    assert.equal(verdict.state, 'not live');
    assert.deepEqual(
      verdict.problems.map(({ cause }) => cause),
      ['image not found', 'secret not synchronized'],
    );
  });

  test('one in each half are told as two', () => {
    const infrastructure = {
      value: {
        stacks: [{ name: 'example-ghost', status: 'UPDATE_ROLLBACK_COMPLETE', same: false, failures: ['x'] }],
        execution: { value: 'failed' },
      },
    } as const;
    assert.deepEqual(causes({ ...both, infrastructure }).toSorted(), [
      'image not found',
      'secret not synchronized',
      'stack rolled back',
    ]);
  });
});

describe('what follows from a fault', () => {
  test('comes after it, although it is what ends the wait', () => {
    const observed = factsOf({ kustomizations: [root(), timedOut], objects: [broken] });
    const verdict = watched(() => observed, 115);
    assert.equal(verdict.state, 'not live');
    assert.deepEqual(
      verdict.problems.map(({ cause }) => cause),
      ['secret not synchronized', 'health check failed'],
    );
  });
});

describe('a Secret that a pod waits for', () => {
  const waiting = { reason: 'CreateContainerConfigError', message: 'secret "extra" not found' };
  const pods = [pod({ ready: false, containers: [container({ ready: false, waiting })] })];
  const lacking = deployment({ available: 0, pods });

  test('is explained by its ExternalSecret, although the pod complained long before', () => {
    const observe = (seconds: number) => factsOf({ deployments: [lacking], objects: seconds < 130 ? [] : [broken] });
    const verdict = watched(observe, 135);
    assert.equal(verdict.state, 'not live');
    assert.deepEqual(
      verdict.problems.map(({ cause }) => cause),
      ['secret not synchronized', 'configuration missing'],
    );
  });

  test('is told by the pod alone where no ExternalSecret complains', () =>
    assert.deepEqual(causes(factsOf({ deployments: [lacking] })), ['configuration missing']));
});

describe('a broken ExternalSecret while an earlier rollout is stuck', () => {
  test('is named first, and the rollout with it', () => {
    const late = deployment({
      available: 0,
      pods: [],
      conditions: [condition('Progressing', 'False', 'ProgressDeadlineExceeded', 'it has timed out')],
    });
    const observed = factsOf({ kustomizations: [root(), timedOut], deployments: [late], objects: [broken] });
    const verdict = watched(() => observed, 140);
    assert.equal(verdict.state, 'not live');
    assert.deepEqual(
      verdict.problems.slice(0, 2).map(({ cause, object: of }) => `${of}: ${cause}`),
      ['ExternalSecret ghost/extra: secret not synchronized', 'Kustomization flux-system/ghost: health check failed'],
    );
    assert.ok(verdict.problems.some(({ cause }) => cause === 'rollout stuck'));
  });
});

describe('an old fault under a new commit', () => {
  test('counts once Flux has applied the commit that did not mend it', () =>
    assert.deepEqual(causes(factsOf({ deployments: [stuck] })), ['image not found']));

  test('does not count before: the commit may mend it', () => {
    const before = kustomization({ revision: EARLIER, attempted: EARLIER });
    assert.deepEqual(
      causes(factsOf({ kustomizations: [root(), before], deployments: [stuck], objects: [broken] })),
      [],
    );
  });
});

describe('a fault that heals', () => {
  const until = (seconds: number) => (now: number) =>
    factsOf(now < seconds ? { objects: [broken] } : { objects: [object()] });

  test('is live, when it heals before it is final', () => assert.equal(watched(until(130), 130).state, 'live'));

  test('and comes back minutes later starts anew', () => {
    const comesBack = (now: number) =>
      factsOf({
        objects: [now < 130 || now >= 230 ? broken : object()],
        deployments: [deployment({ updated: now < 300 ? 0 : 1 })],
      });
    assert.equal(watched(comesBack, 235).final, false);
  });
});
