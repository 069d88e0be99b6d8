import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseVersion } from '../../rehearsal/preconditions.ts';

test('versions are read from what Go and Python print', () => {
  assert.deepEqual(parseVersion('go version go1.26.8 linux/amd64'), { major: 1, minor: 26 });
  assert.deepEqual(parseVersion('Python 3.11.7'), { major: 3, minor: 11 });
  assert.equal(parseVersion('no version'), undefined);
});
