import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { outcomeOf, summaryOf } from './outcome.ts';

const WRONG = ['Service ghost/ghost is gone'];

describe('a verdict beside the oracle', () => {
  test('is a false "live" when something is wrong after it, whatever was before', () => {
    assert.equal(outcomeOf({ before: WRONG, state: 'live', after: WRONG }), 'FALSE live');
    assert.equal(outcomeOf({ before: [], state: 'live', after: WRONG }), 'FALSE live');
    assert.equal(outcomeOf({ state: 'live', after: WRONG }), 'FALSE live');
  });

  test('is a false "not live" when nothing was wrong at any time', () => {
    assert.equal(outcomeOf({ before: [], state: 'not live', after: [] }), 'false not live');
    assert.equal(outcomeOf({ state: 'unknown', after: [] }), 'false not live');
  });

  test('is right when both agree', () => {
    assert.equal(outcomeOf({ before: [], state: 'live', after: [] }), 'right, live');
    assert.equal(outcomeOf({ before: WRONG, state: 'not live', after: WRONG }), 'right, not live');
  });

  test('may say either when something was wrong before it and nothing after it', () => {
    assert.equal(outcomeOf({ before: WRONG, state: 'live', after: [] }), 'healed');
    assert.equal(outcomeOf({ before: WRONG, state: 'not live', after: [] }), 'healed');
  });
});

test('the summary counts each kind', () => {
  const { note, figures } = summaryOf(['right, live', 'right, live', 'healed']);
  assert.equal(note, '2 right, live, 0 right, not live, 1 healed, 0 FALSE live, 0 false not live');
  assert.deepEqual(figures['FALSE live, count'], [0]);
});
