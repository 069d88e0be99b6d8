import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shortLivedFolder } from './mounts.ts';

test('unpacked images and builds lie in memory where there is plenty, and in the folder of the run where there is not', () => {
  assert.match(shortLivedFolder(10), /^\/run\/(?!onemerge\/)/);
  assert.match(shortLivedFolder(9.9), /^\/run\/onemerge\//);
});
