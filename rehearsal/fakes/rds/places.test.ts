import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Places } from './places.ts';

test('databases that exist side by side have a host name and an address each', () => {
  const places = new Places('10.0.0.16', 'eu-west-1');
  assert.deepEqual(places.of('one'), { host: 'one.rehearsal.eu-west-1.rds.amazonaws.com', address: '10.0.0.16' });
  assert.equal(places.of('two').address, '10.0.0.17');
});

test('a database that comes back has its old place, because names keep their address', () => {
  const places = new Places('10.0.0.16', 'eu-west-1');
  const place = places.of('one');
  assert.equal(places.known('one'), true);
  assert.deepEqual(places.of('one'), place);
});

test('addresses run out with a message, not into a neighbour', () => {
  const places = new Places('10.0.0.16', 'eu-west-1');
  for (let n = 0; n < 8; n++) places.of(`database-${n}`);
  assert.throws(() => places.of('one-more'), /addresses for 8 databases/);
});
