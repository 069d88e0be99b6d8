import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { writesOf } from './writes.ts';

const SINCE = Date.parse('2026-01-01T00:00:10.500Z');

const object = (time: string, entry = {}) => ({
  metadata: {
    uid: '1',
    name: 'it',
    managedFields: [{ manager: 'kustomize-controller', operation: 'Apply', time: `2026-01-01T${time}Z`, ...entry }],
  },
});

describe('an object that Flux', () => {
  test('wrote before the watch began counts only when it is written again', () => {
    const isWritten = writesOf(SINCE);
    assert.deepEqual(
      ['00:00:09', '00:00:09', '00:00:12', '00:00:12'].map((time) => isWritten(object(time))),
      [false, false, true, false],
    );
  });

  test('makes while the watch goes on counts', () => assert.ok(writesOf(SINCE)(object('00:00:11'))));

  for (const [what, entry] of [
    ['another one wrote', { manager: 'kubectl' }],
    ['updated', { operation: 'Update' }],
    ['wrote the state of', { subresource: 'status' }],
    ['never wrote', { time: undefined }],
  ] as const)
    test(`${what} does not count`, () => assert.equal(writesOf(SINCE)(object('00:00:12', entry)), false));
});
