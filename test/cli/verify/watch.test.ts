import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Facts } from '../../../cli/verify/facts.ts';
import { judge } from '../../../cli/verify/judge/judge.ts';
import { NOTHING_YET, remember } from '../../../cli/verify/memory.ts';
import { watch } from '../../../cli/verify/watch.ts';
import {
  after,
  condition,
  deployment,
  EARLIER,
  facts,
  factsOf,
  factsOfPod,
  kustomization,
  LATER,
  object,
  reader,
  root,
  source,
} from './facts.ts';

const nothing = async () => {};
const never = () => new Promise<void>(() => {});
const silent = { seen: () => undefined, note: () => undefined };

/** Shows one fact after another, the last one for ever. */
function showing(sequence: readonly Facts[]) {
  let looks = 0;
  const watched = {
    asked: 0,
    observe: async (firstSeen: Facts['firstSeen']): Promise<Facts> => {
      const shown = sequence[Math.min(looks++, sequence.length - 1)] ?? facts();
      return { ...shown, firstSeen };
    },
    synthesized: never,
    ask: async () => {
      watched.asked += 1;
    },
    applyAgain: async (_: Facts, at: string) => {
      const isNew = !watched.requests.has(at);
      watched.requests.add(at);
      return isNew;
    },
    /** By what they are known: what is asked in turns is one. */
    requests: new Set<string>(),
    looks: () => looks,
  };
  return watched;
}

const behind = (observedAt: string): Facts =>
  factsOf(
    { source: source({ revision: EARLIER }), kustomizations: [root({ revision: EARLIER, attempted: EARLIER })] },
    { observedAt },
  );

const quick = { timeout: 60, interval: 0.001 };

describe('the watch', () => {
  test('ends as soon as the commit is live', async () => {
    const watched = showing([factsOf({ deployments: [deployment({ updated: 0 })] }), facts()]);
    const { verdict } = await watch(watched, silent, quick);
    assert.equal(verdict.state, 'live');
    assert.equal(watched.looks(), 2);
  });

  test('ends at once when a later commit took over', async () => {
    const watched = showing([factsOf({ source: source({ revision: LATER }) })]);
    assert.equal((await watch(watched, silent, quick)).verdict.state, 'superseded');
    assert.equal(watched.looks(), 1);
  });

  test('ends with a failure that has lasted, long before time is up', async () => {
    const failing = (seconds: number) =>
      factsOfPod(
        {
          containers: [
            { name: 'g', init: false, ready: false, restarts: 0, waiting: { reason: 'ErrImagePull', message: '' } },
          ],
        },
        { observedAt: after(seconds) },
      );
    const watched = showing([failing(10), failing(20), failing(30)]);
    const { verdict } = await watch(watched, silent, quick);
    assert.equal(verdict.state, 'not live');
    assert.equal(watched.looks(), 3);
  });

  test('does not wait for a look that is under way when time is up: the one before decides', async () => {
    const first = factsOf({ deployments: [deployment({ updated: 0 })] });
    let looks = 0;
    const observe = () => (looks++ === 0 ? Promise.resolve(first) : new Promise<Facts>(() => undefined));
    const { verdict, facts: seen } = await watch(
      { observe, synthesized: never, ask: nothing, applyAgain: async () => false },
      silent,
      {
        ...quick,
        timeout: 0.05,
      },
    );
    assert.equal(verdict.state, 'not live');
    assert.deepEqual(seen, first);
  });

  test('counts its time from the start of the command', async () => {
    const watched = showing([factsOf({ deployments: [deployment({ updated: 0 })] })]);
    await watch(watched, silent, { timeout: 60, interval: 0.001, since: Date.now() - 60_000 });
    assert.equal(watched.looks(), 1);
  });

  test('begins no look once the time is up: a slow one would make it late', async () => {
    const slow = showing([factsOf({ deployments: [deployment({ updated: 0 })] })]);
    const began = Date.now();
    const { notes } = await watch(slow, silent, { timeout: 0.05, interval: 600 });
    assert.deepEqual(notes, ['Time is up: 0.05 s.']);
    assert.equal(slow.looks(), 1);
    assert.ok(Date.now() - began < 60_000);
  });

  test('that saw nothing at all says so, and gives no verdict', async () => {
    const observe = () => new Promise<Facts>(() => undefined);
    await assert.rejects(
      watch({ observe, synthesized: never, ask: nothing, applyAgain: async () => false }, silent, {
        ...quick,
        timeout: 0.02,
      }),
      /Nothing could be seen within 0\.02 s/,
    );
  });

  test('ends when time is up, and says so', async () => {
    const watched = showing([factsOf({ deployments: [deployment({ updated: 0 })] })]);
    const { verdict, notes } = await watch(watched, silent, { timeout: 0, interval: 0.001 });
    assert.equal(verdict.state, 'not live');
    assert.deepEqual(notes, ['Time is up: 0 s.']);
  });

  test('asks Flux to reconcile when the push was not seen, and says so', async () => {
    const watched = showing([behind(after(20)), facts()]);
    const { notes, verdict } = await watch(watched, silent, quick);
    assert.equal(verdict.state, 'live');
    assert.equal(watched.asked, 1);
    assert.deepEqual(notes, [
      'Flux had not seen ccccccc 20 s after the merge (is the webhook lost?): asked it to reconcile.',
    ]);
  });

  test('does not suspect the webhook where commits are promoted', async () => {
    const { notes } = await watch(showing([{ ...behind(after(20)), promoted: true }, facts()]), silent, quick);
    assert.deepEqual(notes, ['Flux had not seen ccccccc 20 s after the promotion: asked it to reconcile.']);
  });

  test('gives the webhook time first', async () => {
    const watched = showing([behind(after(5)), facts()]);
    await watch(watched, silent, quick);
    assert.equal(watched.asked, 0);
  });

  test('asks again after a minute, not at every look', async () => {
    const watched = showing([...[20, 30, 50, 100].map((seconds) => behind(after(seconds))), facts()]);
    await watch(watched, silent, quick);
    assert.equal(watched.asked, 2);
  });

  test('goes on when Flux could not be asked, and says why', async () => {
    const refused = { ...showing([behind(after(20)), facts()]), ask: () => Promise.reject(new Error('403 forbidden')) };
    const { notes } = await watch(refused, silent, quick);
    assert.match(notes[0] ?? '', /could not be asked: 403 forbidden/);
  });
});

/** What Flux reports: when it was last asked to apply everything, and has. */
const handled = (at: string | undefined, asked: string | undefined) => {
  const { requestedAt: _, ...rest } = factsOf({
    kustomizations: [root(at === undefined ? {} : { handledAt: at }), kustomization()],
    helmReleases: [],
  });
  return { ...rest, observedAt: new Date().toISOString(), ...(asked === undefined ? {} : { requestedAt: asked }) };
};

describe('before it calls a commit live, the watch', () => {
  test('has Flux apply everything once more, for who takes a field away leaves no trace', async () => {
    const watched = showing([handled(undefined, undefined)]);
    const { verdict } = await watch(watched, silent, quick);
    assert.equal(verdict.state, 'live');
    assert.equal(watched.requests.size, 1);
    assert.equal(watched.looks(), 2);
  });

  test('looks again as soon as the commit is synthesized, also when that comes during a look', async () => {
    let end: () => void = () => {};
    const synthesized = new Promise<void>((resolve) => {
      end = resolve;
    });
    const watched = showing([factsOf({ deployments: [deployment({ updated: 0 })] }), facts()]);
    const observe = (firstSeen: Facts['firstSeen']) => watched.observe(firstSeen).finally(end);
    const begin = Date.now();
    const { verdict } = await watch({ ...watched, observe, synthesized: () => synthesized }, silent, {
      timeout: 300,
      interval: 100,
    });
    assert.equal(verdict.state, 'live');
    assert.ok(Date.now() - begin < 60_000, 'it has waited for its usual interval');
  });

  test('looks again soon after it has asked, for Flux needs a second or two', async () => {
    const begin = Date.now();
    const { verdict } = await watch(showing([handled(undefined, undefined)]), silent, { timeout: 300, interval: 100 });
    assert.equal(verdict.state, 'live');
    assert.ok(Date.now() - begin < 60_000, 'it has waited for its usual interval');
  });

  test('waits until Flux has done it, and says at the end of the time that it has not', async () => {
    const watched = showing([handled(after(0), undefined)]);
    const { verdict } = await watch(watched, silent, { timeout: 0.1, interval: 0.01 });
    assert.equal(verdict.state, 'not live');
    assert.equal(verdict.problems[0]?.cause, 'not applied again');
    assert.equal(watched.requests.size, 1);
  });

  test('asks no sooner than everything looks as Flux applied it: what was changed by hand is told', async () => {
    const changes = [{ manager: 'kubectl-edit', fields: ['spec.ports'] }];
    const { requestedAt: _, ...observed } = factsOf({ objects: [object({ changes })] });
    const watched = showing([observed]);
    const { verdict } = await watch(watched, silent, { timeout: 0.05, interval: 0.01 });
    assert.equal(verdict.problems[0]?.cause, 'changed by hand');
    assert.equal(watched.requests.size, 0);
  });

  test('asks again when the answer is older than a minute', () => {
    const observed = facts({ requestedAt: after(30) });
    assert.equal(judge(observed).confirm, true);
    assert.equal(judge(observed).final, false);
    assert.equal(judge({ ...observed, requestedAt: after(50) }).final, true);
  });

  test('goes on asking when Flux could not be asked, and says why', async () => {
    const refused = {
      ...showing([handled(undefined, undefined)]),
      applyAgain: () => Promise.reject(new Error('403 forbidden')),
    };
    const { verdict, notes } = await watch(refused, silent, { timeout: 0.05, interval: 0.02 });
    assert.equal(verdict.state, 'not live');
    assert.match(notes[0] ?? '', /Flux could not be asked to apply everything once more: 403 forbidden/);
  });
});

describe('the memory', () => {
  test('keeps since when everything is live, although Flux applies it once more', () => {
    const { requestedAt: _, ...live } = facts();
    const before = remember(NOTHING_YET, judge(live), live.observedAt);
    const again = [condition('Ready', 'True')].map((one) => ({ ...one, at: after(90) }));
    const later = factsOf({ kustomizations: [root({ conditions: again }), kustomization()] });
    const { liveSince } = remember(before, judge(later), later.observedAt);
    assert.equal(liveSince['Kustomization flux-system/flux-system'], after(10));
  });

  const suspended = (seconds: number) =>
    factsOf({ kustomizations: [root(), kustomization({ suspended: true })] }, { observedAt: after(seconds) });
  const seen = (memory: typeof NOTHING_YET, observed: Facts) => remember(memory, judge(observed), observed.observedAt);

  test('keeps when a problem was seen first, over a moment in which Flux tries again', () => {
    let memory = seen(NOTHING_YET, suspended(10));
    memory = seen(memory, facts({ observedAt: after(40) }));
    memory = seen(memory, suspended(60));
    assert.deepEqual(Object.values(memory.firstSeen), [after(10)]);
  });

  test('forgets a problem that is gone for a minute', () => {
    let memory = seen(NOTHING_YET, suspended(10));
    memory = seen(memory, facts({ observedAt: after(80) }));
    memory = seen(memory, suspended(90));
    assert.deepEqual(Object.values(memory.firstSeen), [after(90)]);
  });

  const TARGETS = 'targets LoadBalancerGhostTargets';
  const draining = [{ name: 'LoadBalancerGhostTargets', states: ['draining'] }];

  test('keeps since when a part that does not say so itself is live, once it was seen to wait', () => {
    let memory = seen(
      NOTHING_YET,
      facts({ observedAt: after(30), reader: { value: reader({ targetGroups: draining }) } }),
    );
    memory = seen(memory, facts({ observedAt: after(50) }));
    memory = seen(memory, facts({ observedAt: after(70) }));
    assert.equal(memory.liveSince[TARGETS], after(50));
    assert.equal(memory.liveSince['GitRepository flux-system/flux-system'], after(2));
  });

  test('does not take the first look for the moment at which a part came to live', () => {
    assert.equal(seen(NOTHING_YET, facts({ observedAt: after(50) })).liveSince[TARGETS], undefined);
  });
});
