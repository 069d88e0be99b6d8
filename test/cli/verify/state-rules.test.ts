import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Execution, Lock, Relation } from '../../../cli/verify/facts.ts';
import { type Rule, ruleFor } from '../../../cli/verify/state-rules.ts';

const LOCKS: readonly Lock[] = ['equal', 'differ'];
const EXECUTIONS: readonly Execution[] = ['running', 'succeeded', 'failed', 'none'];

/** Every combination of what the row leaves open gives the rule. */
function row(flux: Relation, locks: readonly Lock[], executions: readonly Execution[], rule: Rule): void {
  for (const lock of locks) {
    for (const execution of executions) {
      assert.equal(ruleFor({ flux, lock, execution }), rule, `${flux}, lock ${lock}, execution ${execution}`);
    }
  }
}

describe('the state rules', () => {
  test('look at every part when Flux applies the commit', () => row('same', ['equal'], EXECUTIONS, 'look'));

  test('hold the commit while its infrastructure is being deployed', () =>
    row('same', ['differ'], ['running'], 'hold'));

  test('give the commit up when its infrastructure failed', () =>
    row('same', ['differ'], ['failed'], 'infrastructure failed'));

  test('give the commit up when no execution will deploy what its lock names', () =>
    row('same', ['differ'], ['none', 'succeeded'], 'stale lock'));

  test('let a later commit supersede it at once, whatever the gate says: the queue waits for this execution', () =>
    row('descendant', LOCKS, EXECUTIONS, 'superseded'));

  test('ask Flux to look when it has not seen the push', () => row('ancestor', LOCKS, EXECUTIONS, 'ask'));

  test('call a revision that is not on the branch an error', () =>
    row('unrelated', LOCKS, EXECUTIONS, 'not on the branch'));

  test('fetch when Flux is on a commit that the clone does not have', () => row('unknown', LOCKS, EXECUTIONS, 'fetch'));
});
