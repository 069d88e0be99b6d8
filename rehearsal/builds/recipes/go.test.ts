import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recipeKey } from '../recipe.ts';
import { type PublishedGoProgram, publishedGoProgram } from './go.ts';

const program: PublishedGoProgram = {
  name: 'thing',
  go: '1.26.8',
  coldSeconds: 100,
  module: 'example.com/thing',
  version: 'v1.0.0',
  modEdits: [],
};

const keyOf = (change: Partial<PublishedGoProgram>) => recipeKey(publishedGoProgram({ ...program, ...change }));

test('a better estimate of how long a program takes builds nothing again', () => {
  assert.equal(keyOf({ coldSeconds: 120 }), keyOf({}), 'Leave coldSeconds out of the inputs of publishedGoProgram.');
});

test('another version, another toolchain or another edit builds a program again', () => {
  const keys = [keyOf({}), keyOf({ version: 'v1.0.1' }), keyOf({ go: '1.27.0' }), keyOf({ modEdits: ['-go=1.26'] })];
  assert.equal(new Set(keys).size, keys.length, 'publishedGoProgram must put all that decides its result in inputs.');
});
