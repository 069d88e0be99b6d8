import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { everything, forGhost, forValidation, withoutPictures } from './builds/catalogue.ts';
import { cacheFolders } from './builds/folders.ts';
import { readManifestVersions } from './builds/manifest-versions.ts';
import { lacksChromium } from './builds/recipes/chromium.ts';
import { headOf } from './cluster/git/repository.ts';
import { connectionInfo, ghostConnectionInfo } from './harness/connection-info.ts';
import { startGhostHarness } from './harness/ghost/harness.ts';
import { type Harness, ROOT, startHarness } from './harness/harness.ts';
import { fillCache, rehearseInside } from './host.ts';
import {
  completeReport,
  ghostSubject,
  removeReport,
  type Subject,
  subjectOf,
  writeReport,
  writeSelftestReport,
} from './report.ts';
import { stopRequest, tellTally, type Visit } from './sandbox/enter.ts';
import { readPlan, type SandboxPlan } from './sandbox/plan.ts';
import { openSandboxProxy, proxySocket } from './sandbox/sandbox-proxy.ts';
import { type Sandbox, setUpSandbox } from './sandbox/setup.ts';
import { playSections } from './scenarios/ghost/play-sections.ts';
import type { Section } from './scenarios/ghost/section.ts';
import { runPreflight, runScenarios } from './scenarios/run-scenarios.ts';
import type { Scenario } from './scenarios/scenario.ts';
import type { Selftest } from './selftest/selftest.ts';
import { runSelftests } from './selftest/selftests.ts';
import { INTERRUPTED } from './shared/errors.ts';
import { Steps, type Tally, tally } from './shared/steps.ts';
import type { Suite } from './suites.ts';

export interface RehearsalOptions extends Suite {
  /** Leave everything running at the end, and after a failure, until Ctrl-C. */
  readonly keep: boolean;
}

/**
 * Rehearses: called once outside, where it prepares a sandbox and starts this program again, and once inside.
 * @returns the exit code
 * @throws RehearsalError that says what happened, where, and what helps
 */
export async function rehearse(options: RehearsalOptions): Promise<number> {
  const steps = new Steps();
  const plan = readPlan(process.env);
  if (plan) return await inside(plan, steps, options);
  return await outside(steps, options);
}

async function outside(
  steps: Steps,
  { selftests, preflight, scenarios, ghost = [], keep }: RehearsalOptions,
): Promise<number> {
  const tested = selftests.length > 0;
  const entered = preflight.length + scenarios.length + ghost.length > 0;
  let inside: Tally = { passed: 0, failed: 0 };
  const visited = ({ code, tally: told }: Visit) => {
    // A sandbox that ended before it could tell has failed, unless it was told to end.
    inside = told ?? { passed: 0, failed: code === INTERRUPTED ? 0 : 1 };
  };
  removeReport();
  try {
    if (tested) await testMachine(selftests, steps);
    const wanted = ghost.length > 0 ? forGhost : wantedFor(scenarios, steps);
    return entered ? await rehearseInside(steps, { keep, wanted, visited }) : 0;
  } finally {
    if (!entered) steps.say(`Report: ${writeSelftestReport(await headOf(ROOT))}`);
    completeReport(steps.records, tested && entered);
    const { passed, failed } = tally(steps.records);
    steps.say(`${passed + inside.passed} passed, ${failed + inside.failed} failed`);
  }
}

/** What of the catalogue scenarios need: the preflight alone half of what is built, and pictures a browser. */
function wantedFor(scenarios: Suite['scenarios'], steps: Steps): typeof everything {
  if (scenarios.length === 0) return forValidation;
  if (!scenarios.some(({ pictures }) => pictures)) return withoutPictures;
  const lack = lacksChromium(readFileSync('/etc/os-release', 'utf8'));
  if (lack === undefined) return everything;
  steps.say(`Pictures are left out: ${lack}.`);
  return withoutPictures;
}

async function testMachine(faults: readonly Selftest[], steps: Steps): Promise<void> {
  const folders = cacheFolders(process.env);
  await fillCache(steps, folders, withoutPictures);
  try {
    await runSelftests(faults, folders, steps);
  } finally {
    removeReport(); // those that the faults' own rehearsals wrote
  }
}

/** What was played on: how a person reaches it, and what the report tells of it. */
interface Played {
  readonly subject: Subject;
  readonly ways: (door: string) => Promise<string[]>;
  /** CloudFormation types that were only recorded, with their counts. */
  recorded?: Record<string, number>;
}

async function inside(
  plan: SandboxPlan,
  steps: Steps,
  { preflight, scenarios, ghost = [], keep }: RehearsalOptions,
): Promise<number> {
  const stop = stopRequest();
  const sandbox = await steps.run('set up the sandbox', () => setUpSandbox(plan));
  let played: Played | undefined;
  const set = (on: Played) => {
    played = on;
    return on;
  };
  const linger = async (): Promise<void> => {
    if (!keep || stop.aborted) return;
    await showConnectionInfo(sandbox, played, steps);
    await sleep(24 * 3600 * 1000, undefined, { signal: stop }).catch(() => undefined);
  };
  try {
    await runPreflight(sandbox, steps, preflight, stop);
    if (scenarios.length > 0 && !stop.aborted) await playScenarios(sandbox, steps, scenarios, stop, set);
    if (ghost.length > 0 && !stop.aborted) await playGhost(sandbox, steps, ghost, { stop, keep }, set);
    conclude(stop.aborted ? 'stopped' : 'passed', steps, played);
  } catch (error) {
    conclude('failed', steps, played);
    if (keep) steps.say(`Failed: ${String(error)}`);
    await linger();
    throw error;
  }
  await linger();
  return stop.aborted ? INTERRUPTED : 0;
}

/** The whole system. */
async function playScenarios(
  sandbox: Sandbox,
  steps: Steps,
  scenarios: readonly Scenario[],
  stop: AbortSignal,
  set: (on: Played) => Played,
): Promise<void> {
  const harness = await startHarness(sandbox, steps);
  const played = set({ subject: subjectOf(harness), ways: (door) => connectionInfo(harness, door) });
  await runScenarios(harness, steps, scenarios, stop, async () => {
    played.recorded = await recordedOnly(harness);
  });
}

/** The blog alone. */
async function playGhost(
  sandbox: Sandbox,
  steps: Steps,
  sections: readonly Section[],
  options: { readonly stop: AbortSignal; readonly keep: boolean },
  set: (on: Played) => Played,
): Promise<void> {
  const [head, { ghost: image }] = await Promise.all([headOf(ROOT), readManifestVersions()]);
  const harness = await startGhostHarness(sandbox, steps);
  const { subject } = set({
    subject: ghostSubject(head, image, sandbox.plan.upstream),
    ways: (door) => ghostConnectionInfo(harness, door),
  });
  await playSections(harness, steps, sections, options);
  steps.say('Not proven by this run:');
  for (const limit of subject.notProven) steps.say(`  ${limit}`);
}

/** Opens the door of a sandbox that is kept, and says what to type. */
async function showConnectionInfo(sandbox: Sandbox, played: Played | undefined, steps: Steps): Promise<void> {
  const { door, folder } = sandbox.plan;
  if (!door) return;
  await openSandboxProxy(proxySocket(sandbox.folder));
  const ways = played ? await played.ways(door) : [`  Logs        ${folder}/log`];
  steps.say('Kept until Ctrl-C. From another shell of this machine:');
  for (const line of ways) steps.say(line);
}

/** CloudFormation types that the stand-in only records, with their counts. */
async function recordedOnly(harness: Harness): Promise<Record<string, number>> {
  return ((await harness.aws.ask('/_rehearsal/types')) as { recordedOnly: Record<string, number> }).recordedOnly;
}

/** The summary, for people and, of what was played on a harness, for machines. */
function conclude(outcome: 'passed' | 'failed' | 'stopped', steps: Steps, played: Played | undefined): void {
  const seconds = steps.records.reduce((sum, step) => sum + step.seconds, 0);
  const recorded = played?.recorded ?? {};
  const list = Object.entries(recorded).map(([type, count]) => `${type} (${count})`);
  if (list.length > 0) steps.say(`Recorded only, nothing done with them: ${list.join(', ')}`);
  if (played) steps.say(`Report: ${writeReport(outcome, played.subject, steps.records, recorded)}`);
  steps.say(`${outcome} in ${seconds.toFixed(0)} s`);
  tellTally(tally(steps.records));
}
