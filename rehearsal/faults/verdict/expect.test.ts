import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Verdict } from '../../harness/verify.ts';
import { expectCause, expectState } from './expect.ts';
import { requireInTime } from './expect-not-live.ts';

const verdict = (state: Verdict['state'], ...causes: string[]): Verdict => ({
  state,
  summary: '',
  secondsSinceMerge: { infrastructure: null, workload: null },
  problems: causes.map((cause) => ({ object: 'Pod ghost/ghost-1', cause, message: 'because\nof that', help: '' })),
  notes: [],
});

test('a fault takes a verdict that names its cause first, and quotes one line of it', () => {
  assert.equal(
    expectCause(verdict('not live', 'image not found', 'failing probe'), 'image not found'),
    'Pod ghost/ghost-1: because',
  );
});

test('a fault fails when another cause is named first', () => {
  assert.throws(() => expectCause(verdict('not live', 'failing probe', 'image not found'), 'image not found'), {
    message: 'the verdict is "not live" with failing probe, image not found; expected: not live, image not found',
  });
});

test('a fault fails when a broken commit is called live', () => {
  assert.throws(() => expectCause(verdict('live'), 'suspended'), {
    message: 'the verdict is "live" with no problem; expected: not live, suspended',
  });
});

test('a fault fails when the repair is not live', () => {
  assert.doesNotThrow(() => expectState(verdict('superseded'), ['live', 'superseded']));
  assert.throws(() => expectState(verdict('superseded'), ['live']), /"superseded" with no problem; expected: live/);
});

test('a verdict comes within a minute of the fault being final, and not before it is', () => {
  assert.doesNotThrow(() => requireInTime(0, 'suspended'));
  assert.doesNotThrow(() => requireInTime(60, 'suspended'));
  assert.throws(
    () => requireInTime(60.1, 'suspended'),
    /reported 60\.1 s after it became final; it must come within 60 s after/,
  );
  assert.throws(() => requireInTime(-3, 'suspended'), /reported 3\.0 s before it became final/);
});
