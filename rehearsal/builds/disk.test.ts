import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { PreconditionError } from '../shared/errors.ts';
import { fullDisk, requireSpace } from './disk.ts';

test('a disk that is too small is told with both figures, and the way out', async () => {
  await assert.rejects(
    () => requireSpace(tmpdir(), 1e9, 'the first build'),
    (error: unknown) =>
      error instanceof PreconditionError &&
      /^the first build needs 1000000000 GiB of disk, and .* has [\d.]+ GiB free$/.test(error.message) &&
      /rehearse clean.*ONEMERGE_CACHE/.test(error.help),
  );
});

test('a disk with enough room passes', async () => {
  await requireSpace(tmpdir(), 0, 'nothing');
});

test('a full disk is told as such, with what was said and the way out', () => {
  const error = fullDisk('building it', 'tar: x\ntar: y: Cannot write: No space left on device\n', '/cache');
  assert.match(
    error?.report() ?? '',
    /^building it failed: the disk is full\ntar: y: .*\n {2}see: {2}\/cache\n {2}help: .*clean/,
  );
});

test('another failure is not called a full disk', () => {
  assert.equal(fullDisk('building it', 'connection refused', '/cache'), undefined);
});
