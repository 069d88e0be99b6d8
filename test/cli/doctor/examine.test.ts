import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bad, type Check, type Examined, good, unknown, warning } from '../../../cli/doctor/check.ts';
import { examine } from '../../../cli/doctor/examine.ts';
import { exitCodeOf, json, summary, table } from '../../../cli/doctor/report.ts';
import { CommandError } from '../../../cli/shared/command-error.ts';

const check = (id: string, find: Check<undefined>['find']): Check<undefined> => ({ id, title: `${id} is right`, find });

describe('what cannot be asked is never taken for good', () => {
  test('a refusal is unknown, with the words of the refusal and what helps', async () => {
    const denied = check('one', async () => {
      throw new CommandError('AWS does not allow it', { help: 'ask an administrator' });
    });
    const [found] = await examine([denied], undefined);
    assert.deepEqual(found, {
      id: 'one',
      title: 'one is right',
      ...unknown('AWS does not allow it', 'ask an administrator'),
    });
  });

  test('so is a failure that nobody foresaw', async () => {
    const [found] = await examine([check('one', async () => JSON.parse('{'))], undefined);
    assert.equal(found?.state, 'unknown');
    assert.equal(found?.help, 'run the command again');
  });

  test('and an answer that does not come', async () => {
    const [found] = await examine([check('one', () => new Promise(() => undefined))], undefined, { seconds: 0.01 });
    assert.deepEqual([found?.state, found?.text], ['unknown', 'no answer within 0.01 s']);
  });
});

test('checks run at the same time, are told as they end, and are listed in their order', async () => {
  const told: string[] = [];
  let open: (() => void) | undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const first = check('first', async () => {
    await opened;
    return good('yes');
  });
  const second = check('second', async () => {
    open?.();
    return good('yes');
  });
  const examined = await examine([first, second], undefined, {
    done: ({ id }, left) => told.push(`${id}, ${left} left`),
  });
  assert.deepEqual(
    [told, examined.map(({ id }) => id)],
    [
      ['second, 1 left', 'first, 0 left'],
      ['first', 'second'],
    ],
  );
});

describe('the report', () => {
  const examined: Examined[] = [
    { id: 'one', title: 'One', ...good('fine') },
    { id: 'other', title: 'Other', ...bad('wrong', 'mend it') },
    { id: 'third', title: 'Third', ...warning('odd', 'look at it') },
  ];

  test('has a line for each check, and what helps unless it is good', () => {
    assert.equal(
      table(examined),
      [
        '  ok    one    fine',
        '  NO    other  wrong',
        '               help: mend it',
        '  look  third  odd',
        '               help: look at it',
        '1 good, 1 to look at, 1 bad',
      ].join('\n'),
    );
  });

  test('ends with 1 when something is bad, 2 when something could not be asked, and 0 otherwise', () => {
    const [one, other, third] = examined;
    assert.ok(one && other && third);
    const unasked = { ...one, ...unknown('no answer', 'again') };
    assert.deepEqual(
      [
        [one, third],
        [one, unasked],
        [unasked, other],
      ].map(exitCodeOf),
      [0, 2, 1],
    );
    assert.equal(summary([one, unasked]), '1 good, 1 could not be asked');
  });

  test('is JSON for machines', () => {
    const { exitCode, checks } = JSON.parse(json(examined));
    assert.deepEqual([exitCode, checks[1]], [1, examined[1]]);
  });
});
