import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Command } from 'commander';
import { type SuiteOptions, suiteOf, withSuiteOptions } from '../../../cli/rehearse/suite-options.ts';
import {
  BENCHMARK_IDS,
  benchmarks,
  faults,
  PREFLIGHT,
  RECIPE_IDS,
  recipes,
  SCENARIOS,
  type Suite,
} from '../../../rehearsal/suites.ts';

/** Reads a command line, which throws in place of ending this process. */
const read = (...args: string[]): Suite =>
  suiteOf(silent(withSuiteOptions(new Command())).parse(args, { from: 'user' }).opts<SuiteOptions>());

const silent = (command: Command): Command => command.exitOverride().configureOutput({ writeErr: () => undefined });

test('without options everything runs', () => {
  assert.deepEqual(read(), { selftests: [], preflight: PREFLIGHT, scenarios: SCENARIOS });
});

test('--until stops after the named scenario', () => {
  assert.equal(read('--until', 'deploy').scenarios.at(-1)?.id, 'deploy');
  assert.deepEqual(read('--until', 'validate').scenarios, []);
});

test('--keep leaves out the scenario that destroys everything', () => {
  assert.ok(read().scenarios.some(({ id }) => id === 'destroy'));
  assert.ok(!read('--keep').scenarios.some(({ id }) => id === 'destroy'));
});

test('--faults runs all faults, or the named ones', () => {
  assert.deepEqual(read('--faults'), faults([]));
  assert.deepEqual(read('--faults', 'no-go', 'suspended'), faults(['no-go', 'suspended']));
});

test('--recipes runs all recipes, or the named ones', () => {
  const [first = ''] = RECIPE_IDS;
  assert.deepEqual(read('--recipes'), recipes([]));
  assert.deepEqual(read('--recipes', first), recipes([first]));
});

test('--benchmarks runs all benchmarks, or the named ones', () => {
  const [first = ''] = BENCHMARK_IDS;
  assert.deepEqual(read('--benchmarks'), benchmarks([]));
  assert.deepEqual(read('--benchmarks', first), benchmarks([first]));
});

test('the old names --drills and --measure still work, and --help does not show them', () => {
  assert.deepEqual(read('--drills', 'suspended'), faults(['suspended']));
  assert.deepEqual(read('--drills'), faults([]));
  assert.deepEqual(read('--measure'), benchmarks([]));
  assert.doesNotMatch(withSuiteOptions(new Command()).helpInformation(), /--drills|--measure/);
});

test('an unknown scenario or fault is refused, and the known ones are listed', () => {
  assert.throws(() => read('--until', 'act-one'), /act-one' is invalid\. Allowed choices are .*deploy/);
  assert.throws(() => read('--faults', 'no-fault'), /no-fault' is invalid\. Allowed choices are .*suspended/);
});

test('options that choose different suites exclude each other', () => {
  for (const args of [
    ['--until', 'deploy', '--faults'],
    ['--benchmarks', '--until', 'deploy'],
    ['--faults', '--benchmarks'],
    ['--recipes', '--faults'],
    ['--drills', '--measure'],
  ]) {
    assert.throws(() => read(...args), /cannot be used with option/, args.join(' '));
  }
});
