import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { randomNumbers } from '../shared/random-numbers.ts';
import { bare, mutationsOf, sample } from './mutate.ts';

const TEXT = '# a comment\na: 1\nb:\n  c: 2\n';
const mutations = mutationsOf('gitops/a.yaml', TEXT, randomNumbers(1));
const texts = (what: string) => mutations.filter((one) => one.what === what).map(({ text }) => text);

describe('mutations of a file', () => {
  test('change each of its lines in every way', () => {
    assert.deepEqual(texts('a line left out'), [
      '# a comment\nb:\n  c: 2\n',
      '# a comment\na: 1\n  c: 2\n',
      '# a comment\na: 1\nb:\n',
    ]);
    assert.deepEqual(texts('a line twice')[0], '# a comment\na: 1\na: 1\nb:\n  c: 2\n');
    assert.deepEqual(texts('two lines in the other order')[1], '# a comment\na: 1\n  c: 2\nb:\n');
    assert.deepEqual(texts('a line further in')[0], '# a comment\n  a: 1\nb:\n  c: 2\n');
    assert.deepEqual(texts('a line further out'), ['# a comment\na: 1\nb:\nc: 2\n']);
  });

  test('change one line at most by a character, and say which', () => {
    const lines = TEXT.split('\n');
    for (const { what, line, text } of mutations.filter(({ what: one }) => /character/.test(one))) {
      const different = text.split('\n').flatMap((one, index) => (one === lines[index] ? [] : [index + 1]));
      assert.deepEqual(different, [line], what);
    }
  });

  test('leave comments alone, and always change something', () => {
    assert.ok(mutations.length > 20);
    for (const { line, text } of mutations) assert.ok(line > 1 && text !== TEXT);
  });

  test('are the same for the same seed, and others for another', () => {
    assert.deepEqual(mutationsOf('gitops/a.yaml', TEXT, randomNumbers(1)), mutations);
    assert.notDeepEqual(mutationsOf('gitops/a.yaml', TEXT, randomNumbers(2)), mutations);
  });
});

test('a program is another one when more than comments and blanks differ', () => {
  const program = '// why\nconst a = 1;\n/**\n * that\n */\nexport { a };\n';
  assert.equal(bare(program), bare('const a = 1;\n\n  export { a };\n// because\n'));
  assert.notEqual(bare(program), bare(program.replace('1', '2')));
});

test('a sample has as many as are wanted, or all', () => {
  const list = Array.from({ length: 50 }, (_, index) => index);
  const drawn = sample(list, 7, randomNumbers(1));
  assert.equal(drawn.length, 7);
  assert.deepEqual(
    [...drawn].sort((a, b) => a - b),
    drawn,
  );
  assert.deepEqual(sample(list, 80, randomNumbers(1)), list);
});
