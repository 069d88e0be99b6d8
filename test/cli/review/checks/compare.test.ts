import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CHECK_RULES, checkFindings, compareChecks } from '../../../../cli/review/checks/compare.ts';
import type { Checks } from '../../../../cli/review/facts.ts';

const NONE: Checks = { open: [], acknowledged: [] };
const broken = (...whats: string[]): Checks => ({
  open: whats.map((what) => ({ rule: 'A-1', path: 'It', what })),
  acknowledged: [],
});
const open = broken('Name is missing');
const excused = (reason: string): Checks => ({ open: [], acknowledged: [{ rule: 'A-1', path: 'It', reason }] });

const [BREAKS = '', EXCUSED = '', OTHER_REASON = ''] = Object.keys(CHECK_RULES);

describe('the rules of cdk-nag and of the CDK', () => {
  for (const [what, base, head, expected] of [
    ['are broken anew', NONE, open, [BREAKS]],
    ['were broken before', open, open, []],
    ['are broken in one more way', open, broken('Name is missing', 'Role is missing'), [BREAKS]],
    ['are broken in two ways, and told once', NONE, broken('Name is missing', 'Role is missing'), [BREAKS]],
    ['are broken in one way less', broken('Name is missing', 'Role is missing'), open, []],
    ['are not broken any more', open, NONE, []],
    ['are excused anew', NONE, excused('small'), [EXCUSED]],
    ['are excused as before', excused('small'), excused('small'), []],
    ['are excused for another reason', excused('small'), excused('old'), [OTHER_REASON]],
    ['need no excuse any more', excused('small'), NONE, []],
  ] as const) {
    test(what, () => {
      const found = checkFindings(base, head);
      assert.deepEqual(
        found.map((one) => [one.subject, one.what]),
        expected.map((words) => ['It A-1', words]),
      );
    });
  }

  test('are listed with the excuses that go', () => {
    assert.deepEqual(compareChecks(excused('small'), NONE), [
      { rule: 'A-1', path: 'It', reason: 'small', impact: 'removed' },
    ]);
  });
});
