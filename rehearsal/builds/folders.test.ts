import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PreconditionError } from '../shared/errors.ts';
import { cacheFolders } from './folders.ts';

test('ONEMERGE_CACHE wins over XDG_CACHE_HOME', () => {
  assert.equal(cacheFolders({ ONEMERGE_CACHE: '/a', XDG_CACHE_HOME: '/b' }).root, '/a');
  assert.equal(cacheFolders({ XDG_CACHE_HOME: '/b' }).root, '/b/onemerge');
});

test('a relative cache folder is refused', () => {
  assert.throws(() => cacheFolders({ ONEMERGE_CACHE: 'cache' }), PreconditionError);
});

test('a cache folder too long for sockets below it is refused, with the way out', () => {
  assert.throws(
    () => cacheFolders({ ONEMERGE_CACHE: `/${'long/'.repeat(20)}` }),
    (error: unknown) => error instanceof PreconditionError && error.help.includes('ONEMERGE_CACHE'),
  );
});
