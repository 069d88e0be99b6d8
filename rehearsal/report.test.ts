import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOTHING_LEFT, type Report, readReport, withOutside } from './report.ts';
import { RehearsalError } from './shared/errors.ts';
import type { StepRecord } from './shared/steps.ts';

const step = (name: string, outcome: StepRecord['outcome'] = 'done'): StepRecord => ({ name, seconds: 1, outcome });

const INSIDE: Report = {
  outcome: 'passed',
  commit: 'abc',
  machine: { cores: 2, memoryGiB: 8, node: 'v20.19.0' },
  versions: {},
  steps: [step('deploy')],
  real: [],
  standsIn: [],
  notProven: [],
  recordedOnly: {},
  pictures: [],
};

test('the report lists the steps before the sandbox and after it, in order', () => {
  const { steps, outcome } = withOutside(INSIDE, [step('check the machine'), step(NOTHING_LEFT)]);
  assert.deepEqual(
    steps.map(({ name }) => name),
    ['check the machine', 'deploy', NOTHING_LEFT],
  );
  assert.equal(outcome, 'passed');
});

test('a rehearsal that leaves something behind has failed, whatever passed before', () => {
  assert.equal(withOutside(INSIDE, [step(NOTHING_LEFT, 'failed')]).outcome, 'failed');
});

test('without a rehearsal there is no report to show, and the message says how to get one', () => {
  assert.throws(
    () => readReport('/no/such/report.json'),
    (error: unknown) =>
      error instanceof RehearsalError && /no report/.test(error.message) && /npx onemerge rehearse/.test(error.help),
  );
});
