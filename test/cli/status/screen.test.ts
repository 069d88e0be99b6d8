import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { age } from '../../../cli/status/age.ts';
import { json, type Status, screen } from '../../../cli/status/status.ts';

const AT = new Date('2026-11-26T15:30:00Z');
const STATUS: Status = {
  title: 'example in eu-west-1',
  at: AT,
  rows: [
    {
      id: 'commit',
      title: '',
      state: 'good',
      text: '3f2a9c8, the newest of main, is applied and healthy in both halves',
    },
    { id: 'drift', title: '', state: 'warning', text: 'nobody has looked at every stack', help: 'npx onemerge drift' },
  ],
  merges: [
    {
      commit: '3f2a9c81d4e5',
      subject: 'Greet the readers',
      outcome: 'runs',
      startedAt: '2026-11-26T15:28:55Z',
      seconds: 65,
    },
    {
      commit: '9b1c0de2aaaa',
      subject: `A ${'very '.repeat(20)}long line`,
      outcome: 'failed',
      startedAt: '2026-11-22T15:00:00Z',
      seconds: 730,
    },
    { subject: '', outcome: 'runs', startedAt: '2026-11-26T15:29:59Z', seconds: 1 },
  ],
};

describe('the screen of the status', () => {
  test('has a line for each row and each merge, and counts the rows', () => {
    assert.equal(
      screen(STATUS),
      `example in eu-west-1, 2026-11-26 15:30 UTC
  ok    commit  3f2a9c8, the newest of main, is applied and healthy in both halves
  look  drift   nobody has looked at every stack
                help: npx onemerge drift
1 good, 1 to look at

Last merges (done: live, or superseded by the one above it):
  3f2a9c8  runs    1 m 05 s   1 m 05 s ago  Greet the readers
  9b1c0de  failed  12 m 10 s  4 days ago    A very very very very very very very very very ver
  -        runs    1 s        1 s ago`,
    );
  });

  test('says that there was no merge, or that it does not know', () => {
    assert.match(screen({ ...STATUS, merges: [] }), /\n {2}none$/);
    assert.match(screen({ ...STATUS, merges: { error: 'AWS says no' } }), /\n {2}could not be read: AWS says no$/);
  });

  test('is one document for machines, with the exit code', () => {
    const { exitCode, summary, rows, merges } = JSON.parse(json(STATUS));
    assert.deepEqual([exitCode, summary, rows.length, merges.length], [0, '1 good, 1 to look at', 2, 3]);
  });
});

test('an age is of days once it is more than two of them, and never negative', () => {
  const before = (seconds: number) => age(new Date(AT.getTime() - seconds * 1000), AT);
  assert.deepEqual(
    [before(-5), before(5), before(90_000), before(172_800)],
    ['0 s ago', '5 s ago', '25 h 00 m ago', '2 days ago'],
  );
});
