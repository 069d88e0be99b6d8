import { type Catalogue, forGhost, forScenarios, forValidation } from './builds/catalogue.ts';
import { cacheFolders } from './builds/folders.ts';
import type { Recipe } from './builds/recipe.ts';
import { lacksChromium, requireChromium } from './builds/recipes/chromium.ts';
import { headOf } from './cluster/git/repository.ts';
import { ROOT } from './harness/harness.ts';
import { fillCache, rehearseInside } from './host.ts';
import { type RehearsalOptions, runInside } from './inside.ts';
import { completeReport, removeReport, writeSelftestReport } from './report.ts';
import type { Visit } from './sandbox/enter.ts';
import { readPlan } from './sandbox/plan.ts';
import type { Selftest } from './selftest/selftest.ts';
import { runSelftests } from './selftest/selftests.ts';
import { INTERRUPTED, withoutAnswer } from './shared/errors.ts';
import { osRelease } from './shared/os-release.ts';
import { Steps, type Tally, tally } from './shared/steps.ts';
import type { Suite } from './suites.ts';

/**
 * Rehearses: called once outside, where it prepares a sandbox and starts this program again, and once inside.
 * @returns the exit code
 * @throws RehearsalError with what happened, where, and what helps
 */
export async function rehearse(options: RehearsalOptions): Promise<number> {
  const steps = new Steps();
  const plan = readPlan(process.env);
  if (plan) return await runInside(plan, steps, options);
  return await outside(steps, options);
}

async function outside(
  steps: Steps,
  { selftests, preflight, scenarios, ghost = [], keep }: RehearsalOptions,
): Promise<number> {
  const tested = selftests.length > 0;
  const entered = preflight.length + scenarios.length + ghost.length > 0;
  let inside: Tally = { passed: 0, failed: 0 };
  let begun = false;
  const visited = ({ code, tally: reported }: Visit) => {
    begun = true;
    // A sandbox that ended without reporting has failed, unless it was asked to end.
    inside = reported ?? { passed: 0, failed: code === INTERRUPTED ? 0 : 1 };
  };
  const scope = ghost.length > 0 ? 'blog' : 'system';
  removeReport(scope);
  try {
    if (tested)
      await testMachine(selftests, steps, () => {
        begun = true;
      });
    const pulls = scenarios.length > 0;
    const wanted = ghost.length > 0 ? wantedForGhost(ghost) : wantedFor(scenarios, steps);
    return entered ? await rehearseInside(steps, { keep, wanted, pulls, visited }) : 0;
  } catch (error) {
    throw begun ? error : withoutAnswer(error);
  } finally {
    if (!entered) steps.say(`Report: ${writeSelftestReport(await headOf(ROOT))}`);
    completeReport(scope, steps.records, tested && entered);
    const { passed, failed } = tally(steps.records);
    steps.say(`${passed + inside.passed} passed, ${failed + inside.failed} failed`);
  }
}

/** What of the catalogue scenarios need: the preflight alone half of what is built, and some of them an extra. */
function wantedFor(scenarios: Suite['scenarios'], steps: Steps): (list: Catalogue) => Recipe[] {
  if (scenarios.length === 0) return forValidation;
  const asked = new Set(scenarios.flatMap(({ extra }) => extra ?? []));
  const lack = asked.has('pictures') ? lacksChromium(osRelease()) : undefined;
  if (lack !== undefined) {
    steps.say(`Pictures are left out: ${lack}.`);
    asked.delete('pictures');
  }
  return (list) => forScenarios(list, [...asked]);
}

/** The same for sections of the blog alone. @throws PreconditionError when one needs a browser that this system does not have */
function wantedForGhost(sections: NonNullable<Suite['ghost']>): (list: Catalogue) => Recipe[] {
  const asked = new Set(sections.flatMap(({ extra }) => extra ?? []));
  if (asked.has('lighthouse')) requireChromium(osRelease());
  return (list) => forGhost(list, [...asked]);
}

async function testMachine(faults: readonly Selftest[], steps: Steps, begin: () => void): Promise<void> {
  const folders = cacheFolders(process.env);
  await fillCache(steps, folders, (list) => forScenarios(list, []));
  begin();
  try {
    await runSelftests(faults, folders, steps);
  } finally {
    removeReport('system'); // those that the faults' own rehearsals wrote
  }
}
