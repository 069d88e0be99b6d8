import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readDocument } from '../../../../test/support/documents.ts';
import { FAULT_IDS, GHOST_IDS, RECIPE_IDS, SCENARIOS } from '../../../suites.ts';
import { EXPECTED, linesOf } from './lines.ts';

const LINES = linesOf(readDocument('docs/first-deploy.md'));

const IDS: Readonly<Record<string, readonly string[]>> = {
  ghost: GHOST_IDS,
  '--until': SCENARIOS.map(({ id }) => id),
  '--faults': FAULT_IDS,
  '--recipes': RECIPE_IDS,
};

describe('docs/first-deploy.md', () => {
  test('has the lines that the rehearsal knows, in the same order', () => {
    assert.ok(LINES.length > 30, `found ${LINES.length} lines only`);
    assert.deepEqual(
      Object.keys(EXPECTED),
      LINES.map(({ what }) => what),
      'Say in rehearsal/scenarios/recipes/first-deploy/lines.ts what the command of the line must print.',
    );
  });

  for (const { what, command } of LINES) {
    const expected = EXPECTED[what];
    if (expected instanceof RegExp)
      test(`has a command for a line whose answer is known: ${what}`, () =>
        assert.ok(command, 'write one: aws, curl, kubectl'));
    if (expected !== undefined && 'played' in expected)
      test(`is played where it is said to be: ${what}`, () => {
        const [, how = '', id = ''] = expected.played.split(' ');
        assert.ok(IDS[how]?.includes(id), `npx onemerge ${expected.played} plays nothing: name what does`);
      });
  }
});
