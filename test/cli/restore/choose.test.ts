import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { databaseAt, databaseOf } from '../../../cli/restore/choose.ts';
import { nearestDatabase, uploadsFor } from '../../../cli/restore/moments.ts';
import { at, MOMENTS, NOW } from './moments.ts';

const NOTHING = { windows: [], snapshots: [], uploads: [] };
const sourceOf = (text: string) => databaseAt(MOMENTS, text, NOW).window?.source;

describe('a moment', () => {
  test('is taken from the database whose backups hold it', () => {
    assert.equal(sourceOf('2026-11-26T05:00:00Z'), 'db-FIRSTDATABASE');
    assert.equal(sourceOf('2026-11-26T15:35:30Z'), 'db-SECONDDATABASE');
  });

  test('that two of them hold is taken from the one that lived on longest', () => {
    assert.equal(sourceOf('2026-11-26T13:00:00Z'), 'db-SECONDDATABASE');
  });

  test('may be written in any zone', () => {
    assert.deepEqual(databaseAt(MOMENTS, '2026-11-26 06:00+01:00', NOW).at, at('05:00:00'));
  });

  for (const [text, message, help] of [
    ['2026-11-26T15:38:00Z', /15:38:00Z is in no backup of the database/, /--to 2026-11-26T15:36:00Z$/],
    ['2026-11-26T00:59:00Z', /is in no backup/, /take the nearest: npx onemerge restore --to 2026-11-26T01:00:01Z$/],
    ['2026-11-27T00:00:00Z', /2026-11-27T00:00:00Z is in the future/, /--to 2026-11-26T15:36:00Z$/],
    ['2026-11-26T15:00:00', /"2026-11-26T15:00:00" is no date and time with its zone/, /take the latest: .*15:36:00Z$/],
    ['2026-13-26T15:00:00Z', /is no date and time/, /15:36:00Z$/],
    ['2026-02-30T15:00:00Z', /"2026-02-30T15:00:00Z" is no date and time/, /15:36:00Z$/],
    ['2026-11-31T15:00:00+01:00', /is no date and time/, /15:36:00Z$/],
    ['yesterday', /"yesterday" is no date and time/, /15:36:00Z$/],
  ] as const) {
    test(`${text} is refused with the nearest that there is`, () => {
      assert.throws(() => databaseAt(MOMENTS, text, NOW), { message, help, exitCode: 1 });
    });
  }

  test('is refused where there is no backup at all', () => {
    assert.throws(() => databaseAt(NOTHING, '2026-11-26T15:00:00Z', NOW), { help: 'npx onemerge restore' });
  });
});

describe('a snapshot', () => {
  test('is the moment at which it was taken', () => {
    assert.deepEqual(databaseOf(MOMENTS, 'blog-database-snapshot-1').at, at('00:30:00'));
  });

  test('that the blog does not have is refused with those that it has', () => {
    assert.throws(() => databaseOf(MOMENTS, 'other'), { help: 'use one of blog-database-snapshot-1', exitCode: 1 });
    assert.throws(() => databaseOf(NOTHING, 'other'), { help: 'npx onemerge restore' });
  });
});

describe('what goes together', () => {
  test('are a database and the last uploads before it', () => {
    assert.deepEqual(uploadsFor(MOMENTS, at('15:00:00'))?.at, at('05:00:12'));
    assert.deepEqual(uploadsFor(MOMENTS, at('04:00:00'))?.at, at('00:20:00'));
  });

  test('or the first after it, where nothing was backed up before', () => {
    assert.deepEqual(uploadsFor(MOMENTS, at('00:10:00'))?.at, at('00:20:00'));
    assert.equal(uploadsFor(NOTHING, NOW), undefined);
  });

  test('are uploads and a database of the same second, or else the nearest', () => {
    assert.deepEqual(nearestDatabase(MOMENTS, at('05:00:12'))?.at, at('05:00:12'));
    assert.equal(nearestDatabase(MOMENTS, at('00:20:00'))?.snapshot?.snapshot, 'blog-database-snapshot-1');
    assert.deepEqual(nearestDatabase(MOMENTS, at('00:58:00'))?.at, at('01:00:01'), 'RDS takes whole seconds');
    assert.equal(nearestDatabase(NOTHING, NOW), undefined);
  });
});
