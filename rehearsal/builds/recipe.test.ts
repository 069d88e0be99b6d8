import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inOrder, type Recipe, recipeKey } from './recipe.ts';

function recipe(name: string, inputs: readonly string[] = [], needs: readonly Recipe[] = []): Recipe {
  return { name, inputs, needs, coldSeconds: 1, build: async () => undefined };
}

test('the same inputs give the same key', () => {
  assert.equal(recipeKey(recipe('a', ['1', '2'])), recipeKey(recipe('a', ['1', '2'])));
});

test('another input, another split of the inputs or another name gives another key', () => {
  const keys = [recipe('a', ['1', '2']), recipe('a', ['1', '3']), recipe('a', ['12']), recipe('b', ['1', '2'])].map(
    recipeKey,
  );
  assert.equal(new Set(keys).size, keys.length);
});

test('a change of what a recipe needs reaches its own key', () => {
  assert.notEqual(
    recipeKey(recipe('image', [], [recipe('program', ['1'])])),
    recipeKey(recipe('image', [], [recipe('program', ['2'])])),
  );
});

test('what is needed comes first, and once', () => {
  const program = recipe('program');
  const order = inOrder([recipe('image', [], [program]), recipe('chart', [], [program])]);
  assert.deepEqual(
    order.map(({ name }) => name),
    ['program', 'image', 'chart'],
  );
});
