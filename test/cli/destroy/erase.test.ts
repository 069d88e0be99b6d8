import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { erase } from '../../../cli/destroy/erase.ts';
import type { Leftover } from '../../../cli/destroy/leftovers.ts';
import { CommandError } from '../../../cli/shared/command-error.ts';

const deleted: string[] = [];
const leftover = (what: string, also?: 'logs' | 'snapshots', refused = false): Leftover => ({
  what,
  why: '',
  remove: [],
  ...(also && {
    also: {
      word: also,
      erase: async () => {
        if (refused) throw new CommandError('AWS refused logs:DeleteLogGroup', { help: 'ask for it' });
        deleted.push(what);
      },
    },
  }),
});
const LEFT = [leftover('file system'), leftover('snapshot', 'snapshots'), leftover('log group', 'logs')];
const names = (left: readonly Leftover[]) => left.map(({ what }) => what);

describe('what stays after a destruction', () => {
  test('is not touched unless it is named', async () => {
    const { erased, stays } = await erase({ left: LEFT, unread: [] }, []);
    assert.deepEqual([erased, names(stays.left), deleted], [[], names(LEFT), []]);
  });

  test('goes as far as it is named, and never the uploads', async () => {
    const { erased, stays } = await erase({ left: LEFT, unread: ['the vaults'] }, ['logs', 'snapshots']);
    assert.deepEqual(erased, ['snapshot', 'log group']);
    assert.deepEqual([names(stays.left), stays.unread], [['file system'], ['the vaults']]);
    assert.deepEqual(deleted, ['snapshot', 'log group']);
  });

  test('and is refused stays, is told, and keeps no other from going', async () => {
    const left = [leftover('log group 1', 'logs', true), leftover('log group 2', 'logs')];
    const { erased, refused, stays } = await erase({ left, unread: [] }, ['logs']);
    assert.deepEqual(erased, ['log group 2']);
    assert.deepEqual(refused, ['log group 1: AWS refused logs:DeleteLogGroup']);
    assert.deepEqual(names(stays.left), ['log group 1']);
  });
});
