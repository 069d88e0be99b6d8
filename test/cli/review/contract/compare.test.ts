import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CONTRACT_RULES, compareContracts, contractFindings } from '../../../../cli/review/contract/compare.ts';
import type { Contract } from '../../../../cli/review/facts.ts';

const contract = (written: string[], used = written): Contract => ({ written, used });
const both = contract(['A', 'B']);

/** For each rule what both sides say, once so that it speaks, once so that it is silent. */
const CASES: Readonly<Record<string, { said: [Contract, Contract]; unsaid: [Contract, Contract] }>> = {
  missing: { said: [both, contract(['A'], ['A', 'B'])], unsaid: [both, contract(['A'])] },
  unused: {
    said: [both, contract(['A', 'B'], ['A'])],
    unsaid: [contract(['A', 'B'], ['A']), contract(['A', 'B'], ['A'])],
  },
};

describe('the settings', () => {
  for (const [rule, { said, unsaid }] of Object.entries(CASES)) {
    const words = (sides: [Contract, Contract]) => contractFindings(...sides).map(({ what }) => what);
    test(`${rule}: is said`, () => assert.deepEqual(words(said), [CONTRACT_RULES[rule]?.what]));
    test(`${rule}: is not said of its neighbour`, () => assert.deepEqual(words(unsaid), []));
  }

  test('have a case for each rule', () => assert.deepEqual(Object.keys(CASES), Object.keys(CONTRACT_RULES)));

  test('that are renamed on both sides go and come, and nothing is to be said', () => {
    const renamed = contract(['A', 'C']);
    assert.deepEqual(compareContracts(both, renamed), [
      { key: 'C', impact: 'added' },
      { key: 'B', impact: 'removed' },
    ]);
    assert.deepEqual(contractFindings(both, renamed), []);
  });
});
