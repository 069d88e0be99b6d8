import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { SynthesizedStack } from '../../../../cli/review/facts.ts';
import { compareStacks } from '../../../../cli/review/infrastructure/compare.ts';
import { TEMPLATE_RULES } from '../../../../cli/review/infrastructure/template-rules.ts';

type Form = readonly [before: SynthesizedStack, after: SynthesizedStack];

const stack = (template: object, more: Partial<SynthesizedStack> = {}): SynthesizedStack => ({
  name: 'blog-data',
  place: 'aws://unknown-account/eu-west-1',
  template,
  ...more,
});
const kept = (Default: number) => stack({ Parameters: { Days: { Type: 'Number', Default } } });
const handing = (Outputs: object) => stack({ Outputs });

/** For each rule a change that it must say, and its nearest neighbour that it must not. */
const CASES: Readonly<Record<string, { readonly said: Form; readonly unsaid: Form }>> = {
  deciding: { said: [kept(14), kept(1)], unsaid: [kept(14), kept(14)] },
  transform: { said: [stack({}), stack({ Transform: 'It' })], unsaid: [stack({}), stack({ Description: 'It' })] },
  outputs: {
    said: [handing({ A: { Value: 'a' } }), handing({ A: { Value: 'b' } })],
    unsaid: [handing({ A: { Value: 'a' } }), handing({ A: { Value: 'a' }, B: { Value: 'b' } })],
  },
  another: {
    said: [stack({}), stack({}, { place: 'aws://unknown-account/us-east-1' })],
    unsaid: [{ name: 'blog-data', template: {} }, stack({})],
  },
};

const says = (name: string, [before, after]: Form) =>
  compareStacks({ Data: before }, { Data: after }).some((change) => TEMPLATE_RULES[name]?.(change) !== undefined);

describe('what changes beside the resources of a stack', () => {
  for (const [name, { said, unsaid }] of Object.entries(CASES)) {
    test(`${name}: is said`, () => assert.ok(says(name, said)));
    test(`${name}: is not said of its neighbour`, () => assert.ok(!says(name, unsaid)));
  }
  test('has a case for each rule', () => assert.deepEqual(Object.keys(CASES), Object.keys(TEMPLATE_RULES)));

  test('is said of a stack of another name, which is a new one', () => {
    assert.ok(says('another', [stack({}), stack({}, { name: 'other-data' })]));
  });

  test('never tells a secret', () => {
    const with_ = (Default: string) => stack({ Parameters: { Password: Default } });
    const changes = compareStacks({ Data: with_('hunter1') }, { Data: with_('hunter2') });
    assert.equal(changes.length, 1);
    assert.doesNotMatch(JSON.stringify(changes.map(({ properties }) => properties)), /hunter/);
  });
});
