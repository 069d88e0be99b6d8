import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Harness } from '../harness/harness.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { unnoticedByReaders } from './unnoticed.ts';

/** A harness whose blog answers readers so, and a fault that lasts until they have asked some more. */
function scene(status: number, result: Awaited<ReturnType<Scenario['run']>>) {
  let asked = 0;
  const visit = async () => {
    asked += 1;
    // They read each page once before the fault begins.
    return { status: asked > 4 ? status : 200, headers: {}, body: Buffer.alloc(0) };
  };
  const harness = { site: async () => ({ visit }) } as unknown as Harness;
  const fault: Scenario = {
    id: 'fault',
    title: 'a fault',
    run: async () => {
      while (asked < 8) await new Promise((resolve) => setTimeout(resolve, 5));
      return result;
    },
  };
  return { run: () => unnoticedByReaders(fault).run(harness), fault };
}

test('what readers met is told beside what the fault has shown', async () => {
  assert.match(String(await scene(200, 'healed').run()), /^healed; \d+ requests of readers, 0 errors, /);
});

test('its figures stay', async () => {
  const measured = await scene(200, { note: 'healed', figures: { 'away, s': [1] } }).run();
  assert.ok(typeof measured !== 'string');
  assert.deepEqual(measured.figures, { 'away, s': [1] });
  assert.match(measured.note, /^healed; \d+ requests of readers/);
});

test('an error that a reader meets fails the fault, although it healed', async () => {
  await assert.rejects(async () => scene(500, 'healed').run(), /readers noticed it: /);
});
