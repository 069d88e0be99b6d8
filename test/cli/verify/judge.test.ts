import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Facts } from '../../../cli/verify/facts.ts';
import { atTimeout, judge } from '../../../cli/verify/judge/judge.ts';
import type { Verdict } from '../../../cli/verify/verdict.ts';
import {
  after,
  COMMIT,
  cluster,
  condition,
  deployment,
  EARLIER,
  facts,
  factsOf,
  kustomization,
  LATER,
  reader,
  root,
  source,
} from './facts.ts';

/** The state, and the part that is not live. */
function assertWaitsFor(observed: Facts, part: string): void {
  const verdict = judge(observed);
  assert.equal(verdict.state, 'waiting');
  assert.equal(verdict.final, false);
  assert.deepEqual(notLive(verdict), [part]);
}

const notLive = ({ parts }: Verdict) => parts.filter(({ state }) => state !== 'live').map(({ name }) => name);

describe('a commit', () => {
  test('is live when every part of both halves is', () => {
    const verdict = judge(facts());
    assert.equal(verdict.state, 'live');
    assert.equal(verdict.final, true);
    assert.deepEqual(notLive(verdict), []);
  });

  test('is superseded, never live, once Flux holds a later commit', () => {
    const verdict = judge(factsOf({ source: source({ revision: LATER }) }));
    assert.equal(verdict.state, 'superseded');
    assert.equal(verdict.supersededBy, LATER);
    assert.equal(verdict.final, true);
  });

  test('is superseded although its infrastructure failed: its execution must end', () => {
    const infrastructure = { error: 'no answer', help: 'try again', finalAfterSeconds: 0 };
    assert.equal(judge(factsOf({ source: source({ revision: LATER }) }, { infrastructure })).state, 'superseded');
  });

  test('is superseded when a Kustomization has applied a later commit between two reads', () => {
    assert.equal(judge(factsOf({ kustomizations: [root({ revision: LATER })] })).state, 'superseded');
  });

  test('waits, and Flux is asked, while the source holds an earlier commit', () => {
    const observed = factsOf({
      source: source({ revision: EARLIER }),
      kustomizations: [root({ revision: EARLIER, attempted: EARLIER })],
      helmReleases: [],
      deployments: [],
    });
    const verdict = judge(observed);
    assert.equal(verdict.state, 'waiting');
    assert.equal(verdict.ask, true);
  });

  test('asks Flux when its source has no artifact yet', () => {
    const { revision: _, ...empty } = source();
    assert.equal(judge(factsOf({ source: empty })).ask, true);
  });

  test('is unknown when Flux follows a revision that is not on the branch', () => {
    const verdict = judge(facts({ relations: { [COMMIT]: 'unrelated' } }));
    assert.equal(verdict.state, 'unknown');
    assert.equal(verdict.problems[0]?.cause, 'not on the branch');
  });
});

describe("Flux's word", () => {
  test('is stale while Ready is True for an older commit', () =>
    assertWaitsFor(
      factsOf({ kustomizations: [root(), kustomization({ revision: EARLIER, attempted: EARLIER })] }),
      'Kustomization flux-system/ghost',
    ));

  test('is stale while Ready is True for an older generation', () =>
    assertWaitsFor(
      factsOf({ kustomizations: [root(), kustomization({ generation: 2, observedGeneration: 2 })] }),
      'Kustomization flux-system/ghost',
    ));

  test('is stale while the controller has not observed the newest generation', () =>
    assertWaitsFor(
      factsOf({
        kustomizations: [
          root(),
          kustomization({ generation: 2, conditions: [condition('Ready', 'True', 'Succeeded', '', 2)] }),
        ],
      }),
      'Kustomization flux-system/ghost',
    ));

  test('is not taken while it reconciles', () =>
    assertWaitsFor(
      factsOf({
        kustomizations: [
          root(),
          kustomization({ conditions: [condition('Ready', 'True'), condition('Reconciling', 'True')] }),
        ],
      }),
      'Kustomization flux-system/ghost',
    ));

  test('is early while the Deployment has not observed its change', () =>
    assertWaitsFor(factsOf({ deployments: [deployment({ observedGeneration: 2 })] }), 'Deployment ghost/ghost'));

  test('is early while pods of the old template are left', () =>
    assertWaitsFor(factsOf({ deployments: [deployment({ total: 2 })] }), 'Deployment ghost/ghost'));

  test('is early while no pod of the new template is available', () =>
    assertWaitsFor(
      factsOf({ deployments: [deployment({ updated: 0, total: 1, available: 1 })] }),
      'Deployment ghost/ghost',
    ));

  test('of a failure about an older commit says nothing about this one', () => {
    const failed = condition('Ready', 'False', 'BuildFailed', 'variable not set (strict mode): "OLD"');
    const observed = factsOf({
      kustomizations: [root(), kustomization({ revision: EARLIER, attempted: EARLIER, conditions: [failed] })],
    });
    const verdict = judge({ ...observed, observedAt: after(10_000) });
    assert.equal(verdict.state, 'waiting');
    assert.deepEqual(verdict.problems, []);
  });
});

describe('the reader', () => {
  test('must get 200', () => {
    const observed = facts({ reader: { value: reader({ status: 503 }) } });
    assertWaitsFor(observed, 'blog https://d111111abcdef8.cloudfront.net');
  });

  test("must get Ghost's page, not another one", () => {
    const { generator: _, ...page } = reader();
    assertWaitsFor(facts({ reader: { value: page } }), 'blog https://d111111abcdef8.cloudfront.net');
  });

  test('needs a healthy target in both groups', () => {
    const targetGroups = [
      { name: 'Ghost', states: ['healthy', 'draining'] },
      { name: 'Webhook', states: ['initial'] },
    ];
    assertWaitsFor(facts({ reader: { value: reader({ targetGroups }) } }), 'targets Webhook');
  });

  test('needs target groups', () => {
    const observed = facts({ reader: { value: reader({ targetGroups: [] }) } });
    assertWaitsFor(observed, 'targets of the load balancer');
  });
});

describe('what cannot be read', () => {
  const unread = { error: 'connect ECONNREFUSED', help: 'run the command again', finalAfterSeconds: 120 };

  test('is waited for at first', () => {
    assert.equal(judge(facts({ cluster: unread })).state, 'waiting');
  });

  test('makes the verdict unknown once it is final, and never not live', () => {
    const firstSeen = { 'unreadable|reading cluster|': after(-20) };
    const verdict = judge(facts({ cluster: unread, firstSeen }));
    assert.equal(verdict.state, 'unknown');
    assert.equal(verdict.problems[0]?.help, 'run the command again');
  });

  test('makes the verdict unknown when time is up', () => {
    assert.equal(atTimeout(judge(facts({ reader: unread }))).state, 'unknown');
  });
});

describe('when time is up', () => {
  test('a commit that is still waiting is not live', () => {
    const verdict = atTimeout(judge(factsOf({ deployments: [deployment({ observedGeneration: 2 })] })));
    assert.equal(verdict.state, 'not live');
    assert.equal(verdict.final, true);
  });

  test('a commit that is live stays live', () => {
    assert.equal(atTimeout(judge(facts())).state, 'live');
  });
});

describe('a cluster without Flux', () => {
  test('is not live although nothing in it is wrong', () => {
    const { source: _, ...rest } = cluster({ kustomizations: [], helmReleases: [], deployments: [] });
    const verdict = judge(facts({ cluster: { value: rest } }));
    assert.equal(verdict.state, 'waiting');
    assert.ok(verdict.problems.some(({ cause }) => cause === 'Flux is missing'));
  });
});
