import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GhostHarness } from '../../harness/ghost/harness.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { Steps, tally } from '../../shared/steps.ts';
import { runSections } from './run-sections.ts';
import type { Section } from './section.ts';

const harness = {
  blog: { stop: async () => ({ seconds: 0, exitCode: 0 }) },
  sandbox: { log: (name: string) => `/log/${name}.log` },
} as unknown as GhostHarness;

const failing: Section = {
  id: 'uploads',
  title: 'Uploads',
  run: async (_harness, check) => {
    await check('pictures survive', () => assert.rejects(Promise.resolve()) as unknown as Promise<string>);
    await check('never run', async () => '');
  },
};
const broken: Section = { id: 'mail', title: 'Mail', run: () => Promise.reject(new Error('no mail service')) };
const passing: Section = {
  id: 'faults',
  title: 'Faults in migrations and the database',
  run: (_harness, check) => check('it heals', async () => 'after 3 s'),
};

async function runAll(sections: readonly Section[], keep = false) {
  const said: string[] = [];
  const steps = new Steps({ terminal: false, write: (text) => said.push(text) });
  const stop = new AbortController().signal;
  const error = await runSections(harness, steps, sections, { stop, keep }).catch((caught: unknown) => caught);
  return { error, said: said.join(''), steps };
}

test('what fails ends its section, the next one runs, and the end names what failed', async () => {
  const { error, said, steps } = await runAll([failing, passing]);
  assert.deepEqual(tally(steps.records), { passed: 1, failed: 1 });
  assert.match(
    said,
    /pictures survive: Missing expected rejection.*\n {2}help: npx onemerge rehearse ghost uploads --keep/s,
  );
  assert.ok(error instanceof RehearsalError);
  assert.match(error.report(), /^failed: uploads\n.*rehearse ghost uploads --keep$/s);
});

test('what breaks between two steps counts as a failure too', async () => {
  const { steps, said } = await runAll([broken]);
  assert.deepEqual(tally(steps.records), { passed: 0, failed: 1 });
  assert.match(said, /mail runs to its end: no mail service/);
});

test('a run that is kept ends at the first failure, so that somebody can look at it', async () => {
  const { steps } = await runAll([failing, passing], true);
  assert.deepEqual(tally(steps.records), { passed: 0, failed: 1 });
});

test('sections that pass are no error', async () => {
  assert.equal((await runAll([passing])).error, undefined);
});
