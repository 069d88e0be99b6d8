import { setTimeout as sleep } from 'node:timers/promises';
import { readManifestVersions } from './builds/manifest-versions.ts';
import { headOf } from './cluster/git/repository.ts';
import { connectionInfo, ghostConnectionInfo } from './harness/connection-info.ts';
import { startGhostHarness } from './harness/ghost/harness.ts';
import { type Harness, ROOT, startHarness } from './harness/harness.ts';
import { type Scope, writeReport } from './report.ts';
import { stopRequest, tellTally } from './sandbox/enter.ts';
import type { SandboxPlan } from './sandbox/plan.ts';
import { openSandboxProxy, proxySocket } from './sandbox/sandbox-proxy.ts';
import { type Sandbox, setUpSandbox } from './sandbox/setup.ts';
import { runSections } from './scenarios/ghost/run-sections.ts';
import type { Section } from './scenarios/ghost/section.ts';
import { runPreflight, runScenarios } from './scenarios/run-scenarios.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { INTERRUPTED } from './shared/errors.ts';
import { type Steps, tally } from './shared/steps.ts';
import { ghostSubject, type Subject, subjectOf } from './subjects.ts';
import type { Suite } from './suites.ts';

export interface RehearsalOptions extends Suite {
  /** Leave everything running at the end, and after a failure, until Ctrl-C. */
  readonly keep: boolean;
}

/** What the suite runs on: how a person reaches it, and what the report says of it. */
interface Running {
  readonly scope: Scope;
  readonly subject: Subject;
  readonly ways: (door: string) => Promise<string[]>;
  /** CloudFormation types that were only recorded, with their counts. */
  recorded?: Record<string, number>;
}

/**
 * Sets up the sandbox that this process is in, runs the suite, and with `keep` waits for Ctrl-C.
 * @returns the exit code
 * @throws RehearsalError that says what happened, where, and what helps
 */
export async function runInside(
  plan: SandboxPlan,
  steps: Steps,
  { preflight, scenarios, ghost = [], keep }: RehearsalOptions,
): Promise<number> {
  const stop = stopRequest();
  const sandbox = await steps.run('set up the sandbox', () => setUpSandbox(plan));
  let running: Running | undefined;
  const set = (on: Running) => {
    running = on;
    return on;
  };
  const linger = async (): Promise<void> => {
    if (!keep || stop.aborted) return;
    await showConnectionInfo(sandbox, running, steps);
    await sleep(24 * 3600 * 1000, undefined, { signal: stop }).catch(() => undefined);
  };
  try {
    await runPreflight(sandbox, steps, preflight, stop);
    if (scenarios.length > 0 && !stop.aborted) await runOnHarness(sandbox, steps, scenarios, stop, set);
    if (ghost.length > 0 && !stop.aborted) await runGhost(sandbox, steps, ghost, { stop, keep }, set);
    conclude(stop.aborted ? 'stopped' : 'passed', steps, running);
  } catch (error) {
    conclude('failed', steps, running);
    if (keep) steps.say(`Failed: ${String(error)}`);
    await linger();
    throw error;
  }
  await linger();
  return stop.aborted ? INTERRUPTED : 0;
}

/** The whole system. */
async function runOnHarness(
  sandbox: Sandbox,
  steps: Steps,
  scenarios: readonly Scenario[],
  stop: AbortSignal,
  set: (on: Running) => Running,
): Promise<void> {
  const harness = await startHarness(sandbox, steps);
  const running = set({
    scope: 'system',
    subject: subjectOf(harness),
    ways: (door) => connectionInfo(harness, door),
  });
  await runScenarios(harness, steps, scenarios, stop, async () => {
    running.recorded = await recordedOnly(harness);
  });
}

/** The blog alone. */
async function runGhost(
  sandbox: Sandbox,
  steps: Steps,
  sections: readonly Section[],
  options: { readonly stop: AbortSignal; readonly keep: boolean },
  set: (on: Running) => Running,
): Promise<void> {
  const [head, { ghost: image }] = await Promise.all([headOf(ROOT), readManifestVersions()]);
  const harness = await startGhostHarness(sandbox, steps);
  const { subject } = set({
    scope: 'blog',
    subject: ghostSubject(head, image, sandbox.plan.upstream),
    ways: (door) => ghostConnectionInfo(harness, door),
  });
  await runSections(harness, steps, sections, options);
  steps.say('Not proven by this run:');
  for (const limit of subject.notProven) steps.say(`  ${limit}`);
}

/** Opens the door of a sandbox that is kept, and says what to type. */
async function showConnectionInfo(sandbox: Sandbox, running: Running | undefined, steps: Steps): Promise<void> {
  const { door, folder } = sandbox.plan;
  if (!door) return;
  await openSandboxProxy(proxySocket(sandbox.folder));
  const ways = running ? await running.ways(door) : [`  Logs        ${folder}/log`];
  steps.say('Kept until Ctrl-C. From another shell of this machine:');
  for (const line of ways) steps.say(line);
}

/** CloudFormation types that the AWS emulator only records, with their counts. */
async function recordedOnly(harness: Harness): Promise<Record<string, number>> {
  return ((await harness.aws.ask('/_rehearsal/types')) as { recordedOnly: Record<string, number> }).recordedOnly;
}

/** The summary, for people and, if a harness started, for machines. */
function conclude(outcome: 'passed' | 'failed' | 'stopped', steps: Steps, running: Running | undefined): void {
  const seconds = steps.records.reduce((sum, step) => sum + step.seconds, 0);
  const recorded = running?.recorded ?? {};
  const list = Object.entries(recorded).map(([type, count]) => `${type} (${count})`);
  if (list.length > 0) steps.say(`Recorded only, nothing done with them: ${list.join(', ')}`);
  if (running) steps.say(`Report: ${writeReport(running.scope, outcome, running.subject, steps.records, recorded)}`);
  steps.say(`${outcome} in ${seconds.toFixed(0)} s`);
  tellTally(tally(steps.records));
}
