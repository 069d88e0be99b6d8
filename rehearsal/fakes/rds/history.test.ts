import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyHistory, eventsBefore } from './history.ts';

const QUERY = 2;
const TRANSACTION = 162;

/** A binary log of events: second, type, and a body of that many bytes. */
function log(...events: readonly (readonly [second: number, type: number, body: number])[]): Buffer {
  const parts = events.map(([second, type, body]) => {
    const event = Buffer.alloc(19 + body);
    event.writeUInt32LE(second, 0);
    event.writeUInt8(type, 4);
    event.writeUInt32LE(event.length, 9);
    return event;
  });
  return Buffer.concat([Buffer.from([0xfe, 0x62, 0x69, 0x6e]), ...parts]);
}

const at = (second: number) => new Date(second * 1000);

test('a restore ends before the first transaction of its moment', () => {
  const whole = log([1, 15, 4], [10, TRANSACTION, 3], [10, QUERY, 9], [20, TRANSACTION, 3], [20, QUERY, 9]);
  assert.deepEqual(eventsBefore(whole, at(20)), log([1, 15, 4], [10, TRANSACTION, 3], [10, QUERY, 9]));
  assert.deepEqual(eventsBefore(whole, at(21)), whole);
});

test('a transaction that began before it is there as a whole', () => {
  const whole = log([10, TRANSACTION, 3], [12, QUERY, 9], [13, 16, 8]);
  assert.deepEqual(eventsBefore(whole, at(11)), whole);
});

test('an event that is still being written is left out', () => {
  const whole = log([10, TRANSACTION, 3]);
  assert.deepEqual(eventsBefore(Buffer.concat([whole, Buffer.alloc(7)]), at(99)), whole);
});

test('a database that was restored itself is restored with all that it came from', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'onemerge-history-'));
  t.after(() => rm(folder, { recursive: true }));
  const from = join(folder, 'from');
  mkdirSync(from);
  writeFileSync(join(from, 'base.000001'), log([10, TRANSACTION, 3]));
  writeFileSync(join(from, 'log.000001'), log([30, TRANSACTION, 3], [40, TRANSACTION, 5]));
  writeFileSync(join(from, 'log.index'), 'not a log');
  const names = await copyHistory(from, join(folder, 'to'), at(40), 'relay');
  assert.deepEqual(names, ['relay.000001', 'relay.000002']);
  const copied = names.map((name) => readFileSync(join(folder, 'to', name)));
  assert.deepEqual(copied, [log([10, TRANSACTION, 3]), log([30, TRANSACTION, 3])]);
});
