import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogue, everything, forValidation } from './catalogue.ts';
import { inOrder, recipeKey } from './recipe.ts';

const list = catalogue('1.26.8', { externalSecrets: '2.0.0', ghost: 'example.com/ghost:6.0.0' });

test('a first validation builds no controller of Flux, no Ghost, and nothing for AWS', () => {
  const names = inOrder(forValidation(list)).map(({ name }) => name);
  assert.deepEqual(
    names.filter((name) => /controller|ghost|aws|lambda|npm|node/.test(name)),
    [],
    'Leave out of forValidation what only the harness uses: people wait for it before a check of ten seconds.',
  );
});

test('what a validation builds, a whole rehearsal does not build again', () => {
  const keys = new Set(inOrder(everything(list)).map(recipeKey));
  for (const recipe of inOrder(forValidation(list))) assert.ok(keys.has(recipeKey(recipe)), recipe.name);
});
