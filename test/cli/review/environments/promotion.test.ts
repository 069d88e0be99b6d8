import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { byPromotion, PROMOTION_RULES, promotionFindings } from '../../../../cli/review/environments/promotion.ts';
import type { Plan } from '../../../../cli/review/facts.ts';

type Form = readonly [before: readonly Plan[], after: readonly Plan[]];

const staging = { name: 'staging' };
const production = { name: 'production', after: 'staging' };
const asking = { ...production, asks: true };

/** For each rule a change that it must say, and its nearest neighbour that it must not. */
const CASES: Readonly<Record<string, { readonly said: Form; readonly unsaid: Form }>> = {
  'is a new installation of its own, which nothing here is compared with': {
    said: [[staging], [staging, production]],
    unsaid: [
      [staging, production],
      [staging, production],
    ],
  },
  'is in the config no more: what stands of it stays, and no commit comes to it': {
    said: [[staging, production], [staging]],
    unsaid: [[staging], [staging, production]],
  },
  'takes commits from the branch, and from no other environment any more': {
    said: [
      [staging, production],
      [staging, { name: 'production' }],
    ],
    unsaid: [
      [staging, { name: 'production' }],
      [staging, production],
    ],
  },
  'takes commits from another environment than before': {
    said: [
      [staging, { name: 'test' }, production],
      [staging, { name: 'test' }, { ...production, after: 'test' }],
    ],
    unsaid: [
      [staging, { name: 'test' }, production],
      [{ name: 'test' }, staging, production],
    ],
  },
  'is deployed to without asking a person any more': {
    said: [
      [staging, asking],
      [staging, production],
    ],
    unsaid: [
      [staging, production],
      [staging, asking],
    ],
  },
};

/** What is said where each environment keeps its name. */
function words([before, after]: Form): string[] {
  const kept = after.filter(({ name }) => before.some((plan) => plan.name === name));
  return promotionFindings(before, after, new Map(kept.map(({ name }) => [name, name]))).map(({ what }) => what);
}

describe('the way that a commit takes', () => {
  for (const [what, { said, unsaid }] of Object.entries(CASES)) {
    test(`${what}: is said`, () => assert.ok(words(said).includes(what)));
    test(`${what}: is not said of its neighbour`, () => assert.ok(!words(unsaid).includes(what)));
  }

  test('has a case for each rule', () => assert.deepEqual(Object.keys(CASES), Object.keys(PROMOTION_RULES)));

  test('stays the same when an environment only gets another name', () => {
    const renamed = new Map([
      ['test', 'staging'],
      ['production', 'production'],
    ]);
    const after = [{ name: 'test' }, { ...production, after: 'test' }];
    assert.deepEqual(promotionFindings([staging, production], after, renamed), []);
  });

  test('is the order of the environments, whatever that of the config', () => {
    const order = byPromotion([{ name: 'archive', after: 'production' }, production, staging]);
    assert.deepEqual(
      order.map(({ name }) => name),
      ['staging', 'production', 'archive'],
    );
  });

  test('ends where environments wait for each other, which the config refuses', () => {
    const circle = [production, { ...staging, after: 'production' }];
    assert.deepEqual(byPromotion(circle).length, 2);
  });
});
