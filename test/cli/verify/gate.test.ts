import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Facts, GateFacts } from '../../../cli/verify/facts.ts';
import { atTimeout, judge } from '../../../cli/verify/judge/judge.ts';
import { gateState } from '../../../cli/verify/state-rules.ts';
import {
  after,
  condition,
  EARLIER,
  facts,
  factsOf,
  infrastructure,
  kustomization,
  LATER,
  root,
  source,
  stack,
} from './facts.ts';

const [NEW, OLD, OTHER] = ['aaaaaaaaaaaa', 'bbbbbbbbbbbb', 'cccccccccccc'];
const WAITING: GateFacts = { locked: NEW, synthesized: NEW, deployed: OLD };

/** Flux cannot build the commit for want of a setting. */
function held(missing: string, others: Partial<Facts>): Facts {
  const message = `post build failed: envsubst error: variable substitution failed: variable not set (strict mode): "${missing}"`;
  const conditions = [condition('Ready', 'False', 'BuildFailed', message)];
  return factsOf({ kustomizations: [root(), kustomization({ revision: EARLIER, conditions })] }, others);
}

const stacks = (overrides: Parameters<typeof stack>[0], execution: 'running' | 'succeeded' | 'failed') => ({
  infrastructure: { value: infrastructure({ stacks: [stack(overrides)], execution: { value: execution } }) },
});
const deploying = stacks({ same: false, status: 'UPDATE_IN_PROGRESS' }, 'running');
const gateVariable = `INFRASTRUCTURE_${NEW}`;

describe('a commit whose infrastructure is being deployed', () => {
  const observed = held(gateVariable, { gate: WAITING, ...deploying });

  test('waits, and names what it waits for and what stands', () => {
    const { state, problems } = judge(observed);
    assert.equal(state, 'waiting');
    assert.deepEqual(
      problems.map(({ cause, message }) => [cause, message]),
      [['waiting for infrastructure', `waiting for infrastructure ${NEW}; deployed is ${OLD}`]],
    );
  });

  test('is never called broken: no part of the workload fails', () => {
    assert.ok(judge(observed).parts.every(({ state }) => state !== 'failing'));
  });

  test('waits for the settings that it brings with it, of which Flux may name any', () => {
    const [first] = judge(held('ARCHIVE_BUCKET', { gate: WAITING, ...deploying })).problems;
    assert.equal(first?.cause, 'waiting for infrastructure');
  });

  test('is not live when time is up before the infrastructure stands', () => {
    assert.equal(atTimeout(judge(observed)).state, 'not live');
  });
});

describe('a commit that the gate holds back', () => {
  test('is not live, on account of the infrastructure, once its deployment has failed', () => {
    const rolledBack = stacks({ same: false, status: 'UPDATE_ROLLBACK_COMPLETE' }, 'failed');
    const { state, problems } = judge(held(gateVariable, { gate: WAITING, ...rolledBack }));
    assert.equal(state, 'not live');
    assert.equal(problems[0]?.cause, 'stack rolled back');
  });

  test('is not live at once when its lock names infrastructure that it does not define', () => {
    const { state, problems } = judge(held(gateVariable, { gate: { ...WAITING, synthesized: OTHER }, ...deploying }));
    assert.equal(state, 'not live');
    assert.equal(problems[0]?.cause, 'lock is stale');
    assert.match(
      problems[0]?.message ?? '',
      new RegExp(`wait for infrastructure ${NEW}, and this commit defines ${OTHER}`),
    );
    assert.match(problems[0]?.help ?? '', /^npx onemerge lock/);
  });

  test('is not live a minute after somebody changed the settings of the infrastructure that stands', () => {
    const observed = held(gateVariable, { gate: WAITING });
    const [first] = judge(observed).problems;
    assert.equal(first?.cause, 'gate closed by hand');
    assert.equal(
      judge({ ...observed, firstSeen: { [first?.key ?? '']: observed.observedAt }, observedAt: after(160) }).state,
      'not live',
    );
  });

  test('gets a help line that puts the settings back as CDK wrote them', () => {
    const [first] = judge(held(gateVariable, { gate: WAITING })).problems;
    const patch = /--patch '(.+)'$/.exec(first?.help ?? '')?.[1] ?? '';
    assert.deepEqual(JSON.parse(patch), { data: { [`INFRASTRUCTURE_${OLD}`]: null, [gateVariable]: 'complete' } });
  });

  test('is superseded at once by a later commit, so that the execution of that one can start', () => {
    const observed = held(gateVariable, { gate: WAITING, ...deploying });
    const cluster = 'value' in observed.cluster ? observed.cluster.value : undefined;
    const { state } = judge(
      factsOf({ ...cluster, source: source({ revision: LATER }) }, { gate: WAITING, ...deploying }),
    );
    assert.equal(state, 'superseded');
  });

  test('has an unset variable of its own once the gate is open', () => {
    const open = { ...WAITING, deployed: NEW };
    assert.equal(judge(held('MISSING', { gate: open })).problems[0]?.cause, 'unset variable');
  });
});

test('an open gate takes nothing from a commit that is live', () => {
  assert.equal(judge(facts({ gate: { ...WAITING, deployed: NEW } })).state, 'live');
});

describe('the rule of the gate', () => {
  const rows: readonly (readonly [string, GateFacts, boolean, ReturnType<typeof gateState>])[] = [
    ['the infrastructure is not complete', WAITING, false, 'waiting'],
    ['the commit is not synthesized yet', { locked: NEW, deployed: OLD }, false, 'waiting'],
    ['the settings were written, and Flux has not looked again', { ...WAITING, deployed: NEW }, true, 'waiting'],
    ['the settings are gone although all is complete', { locked: NEW, synthesized: NEW }, true, 'gate closed by hand'],
    ['the lock is of another commit, whatever stands', { ...WAITING, synthesized: OTHER }, true, 'lock is stale'],
    ['the lock is missing', { synthesized: NEW, deployed: OLD }, false, 'lock is stale'],
  ];
  for (const [when, gate, stands, expected] of rows) {
    test(`when ${when}: ${expected}`, () => assert.equal(gateState(gate, stands), expected));
  }
});
