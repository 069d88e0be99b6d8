import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '../shared/http/json-server.ts';
import { freePlace } from './free-place.ts';
import { FIRST, PLACES, type Place } from './place.ts';

const [, SECOND = FIRST] = PLACES;
const refused = (message: RegExp) => (error: unknown) =>
  error instanceof Refusal && error.status === 409 && message.test(error.message);

test('the first cluster is where a sandbox with one cluster has it, and a deleted one makes room', () => {
  const taken = new Map<string, Place>();
  assert.equal(freePlace(taken, 'one'), FIRST);
  taken.set('one', FIRST);
  assert.equal(freePlace(taken, 'two'), SECOND);
  taken.set('two', SECOND).delete('one');
  assert.equal(freePlace(taken, 'three'), FIRST);
});

test('a cluster of a name that is taken, and one too many, are refused in words that CloudFormation passes on', () => {
  const taken = new Map([
    ['one', FIRST],
    ['two', SECOND],
  ]);
  assert.throws(() => freePlace(taken, 'two'), refused(/^the sandbox has a cluster two already$/));
  assert.throws(() => freePlace(taken, 'three'), refused(/places for 2 clusters, which one and two have/));
});
