import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillIn } from './pipeline-variables.ts';

test("the pipeline's variables are filled in wherever a text names them", () => {
  const filled = fillIn(
    { WHY: 'skips: #{variables.REASON} (#{variables.WHO})', PLAIN: 'a' },
    { REASON: 'fix', WHO: 'me' },
  );
  assert.deepEqual(filled, { WHY: 'skips: fix (me)', PLAIN: 'a' });
});

test('a variable that is not declared, or of a namespace that is not emulated, is refused with its name', () => {
  assert.throws(
    () => fillIn({ A: '#{variables.OTHER}' }, { REASON: 'x' }),
    /cannot fill in #\{variables\.OTHER\}, which A/,
  );
  assert.throws(
    () => fillIn({ A: '#{codepipeline.REASON}' }, { REASON: 'x' }),
    /cannot fill in #\{codepipeline\.REASON\}/,
  );
});
