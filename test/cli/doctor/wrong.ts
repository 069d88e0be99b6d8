import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Check, State } from '../../../cli/doctor/check.ts';

/** A check, what is wrong, the situation, the state, what is said, what helps. */
export type Wrong<Asked> = readonly [string, string, Asked, State, RegExp, RegExp];

/** The check of an id. */
export function checkOf<Asked>(checks: readonly Check<Asked>[], id: string): Check<Asked> {
  const found = checks.find((one) => one.id === id);
  assert.ok(found, `there is no check ${id}`);
  return found;
}

/** Tests that each situation is told, with what helps. */
export function isTold<Asked>(checks: readonly Check<Asked>[], wrong: readonly Wrong<Asked>[]): void {
  for (const [id, what, situation, state, text, help] of wrong) {
    test(`${id}: ${what}`, async () => {
      const found = await checkOf(checks, id).find(situation);
      assert.equal(found.state, state, found.text);
      assert.match(found.text, text);
      assert.match(found.help ?? '', help);
    });
  }
}
