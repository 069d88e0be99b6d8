import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WaitError } from '../errors.ts';
import { waitFor } from './wait.ts';

test('waiting ends with what was looked for', async () => {
  let looks = 0;
  const found = await waitFor('it', async () => (++looks < 3 ? undefined : 'here'), { seconds: 60, every: 1 });
  assert.equal(found, 'here');
});

test('an error while looking means not yet, and is quoted in the end', async () => {
  const look = () => Promise.reject(new Error('refused'));
  await assert.rejects(
    () => waitFor('it', look, { seconds: 0.05, every: 10 }),
    (error: unknown) => error instanceof WaitError && error.message.includes('refused'),
  );
});

test('waiting ends at once when it is hopeless', async () => {
  await assert.rejects(
    () => waitFor('it', async () => undefined, { seconds: 60, hopeless: () => 'it died' }),
    (error: unknown) => error instanceof WaitError && error.message === 'it: it died',
  );
});
