import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

const read = (file: string) => readFileSync(join(import.meta.dirname, file), 'utf8');

/** The rows of every table of README.md: a rule, its sources, the tests that hold the fake to it. */
const rows = read('README.md')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| rule |'))
  .map((line) => line.slice(2, -2).split(' | '));

/** Rules of the cache by the words of their test, which are not written again. */
const OF_THE_CACHE = 'cache/rules.test.ts';

describe("the table of CloudFront's rules", () => {
  test('has a source of AWS and a test for each', () => {
    assert.ok(rows.length > 45, `${rows.length} rows only`);
    for (const [rule = '', source = '', tests = ''] of rows) {
      assert.match(source, /\]\(https:\/\/docs\.aws\.amazon\.com\//, `name AWS's page for: ${rule}`);
      assert.match(tests, /^`[\w./-]+\.test\.ts`/, `name the test of: ${rule}`);
    }
  });

  for (const [rule = '', , tests = ''] of rows)
    for (const [, file = '', title = rule] of tests.matchAll(/`([^`]+)`(?: _(.+?)_(?=, `|$))?/g))
      test(`refers to a test that is there: ${file}, ${title}`, () => {
        assert.ok(existsSync(join(import.meta.dirname, file)), `correct the file in README.md`);
        assert.ok(read(file).includes(title), 'rename it in README.md, or put the test back');
      });

  test('has every rule of the cache, by the words of its test', () => {
    const tested = [...read(OF_THE_CACHE).matchAll(/^ {4}rule: (['"])(.+)\1,$/gm)].map(([, , rule]) => rule);
    const listed = rows.filter(([, , tests]) => tests === `\`${OF_THE_CACHE}\``).map(([rule]) => rule);
    assert.ok(tested.length > 15);
    assert.deepEqual(listed, tested, 'write the rule into README.md, in the same place');
  });
});
