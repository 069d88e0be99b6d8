import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { addedApprovals, judge } from '../../../cli/review/approvals.ts';
import type { Finding } from '../../../cli/review/facts.ts';

const CHANGE = '0123456789ab';
const entry = (subject: string, reason = 'moved to a new database') => ({ subject, change: CHANGE, reason });
const text = (...entries: object[]) => JSON.stringify(entries);
const risk: Finding = { kind: 'risk', subject: 'Database/It', change: CHANGE, what: 'is removed' };

describe('an approval', () => {
  test('counts in the pull request that adds it', () => {
    assert.deepEqual(addedApprovals(undefined, text(entry('Database/It'))), { value: [entry('Database/It')] });
  });

  test('does not count in a later one', () => {
    const file = text(entry('Database/It'));
    assert.deepEqual(addedApprovals(file, file), { value: [] });
  });

  test('lets its risk pass, with the reason', () => {
    const { blocking, approved } = judge([risk], [entry('Database/It')]);
    assert.deepEqual(blocking, []);
    assert.deepEqual(approved, [{ ...risk, reason: 'moved to a new database' }]);
  });

  test('lets no other risk pass, and is told to approve nothing', () => {
    const { blocking, unused } = judge([risk], [entry('Database/Other')]);
    assert.deepEqual(blocking, [risk]);
    assert.deepEqual(unused, [entry('Database/Other')]);
  });

  test('of one change does not cover a later one of the same resource', () => {
    const later = { ...risk, change: 'ba9876543210' };
    const { blocking, unused } = judge([later], [entry('Database/It')]);
    assert.deepEqual(blocking, [later]);
    assert.deepEqual(unused, [entry('Database/It')]);
  });

  for (const [what, file, why] of [
    ['without a reason', text({ subject: 'Database/It', change: CHANGE }), /approvals\.json cannot be read: .*reason/],
    ['with a reason of one word', text(entry('Database/It', 'ok')), /cannot be read: .*10/],
    ['with a reason of spaces', text(entry('Database/It', '            ')), /cannot be read: .*10/],
    [
      'with the words of the report in place of a reason',
      text(entry('Database/It', '<why the data may go>')),
      /write why/,
    ],
    ['with a reason that nobody can read in a report', text(entry('Database/It', 'a'.repeat(501))), /500/],
    ['of no change', text({ subject: 'Database/It', reason: 'it may all go' }), /cannot be read: .*change/],
    ['of a change that no report names', text({ ...entry('Database/It'), change: 'all' }), /copy it from the report/],
    ['with a field that nothing reads', text({ ...entry('Database/It'), until: 'ever' }), /cannot be read: .*until/],
    ['in a file that is no JSON', '[', /approvals\.json cannot be read/],
  ] as const) {
    test(`${what} is refused`, () => {
      const read = addedApprovals(undefined, file);
      assert.match('error' in read ? read.error : '', why);
      assert.match('error' in read ? read.error : '', /: write \[\{"subject": /);
    });
  }

  test('counts in the pull request that corrects a file which could not be read', () => {
    assert.deepEqual(addedApprovals('[', text(entry('Database/It'))), { value: [entry('Database/It')] });
  });
});
