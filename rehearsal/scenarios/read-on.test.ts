import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Harness } from '../harness/harness.ts';
import { Steps } from '../shared/steps.ts';
import { readOn } from './read-on.ts';
import { runScenarios } from './run-scenarios.ts';
import type { Scenario } from './scenario.ts';

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
  return { run: () => readOn(fault).run(harness), fault, harness };
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

test('where readers may notice it, nobody reads', async () => {
  const { fault } = scene(200, 'destroyed');
  const nobody = { site: () => assert.fail('there is no blog to read') } as unknown as Harness;
  const unread: Scenario = { ...fault, unread: 'it destroys the blog', run: async () => 'destroyed' };
  assert.equal(await readOn(unread).run(nobody), 'destroyed');
});

test('whoever runs scenarios has somebody read on, and the report says what they met', async () => {
  const { fault, harness } = scene(200, 'healed');
  const steps = new Steps({ terminal: false, write: () => undefined });
  await runScenarios(harness, steps, [fault], new AbortController().signal, async () => undefined);
  assert.match(steps.records[0]?.note ?? '', /^healed; \d+ requests of readers, 0 errors, the oldest page 0 s old/);
});
