import type { Harness } from '../harness/harness.ts';
import type { Sandbox } from '../sandbox/setup.ts';
import type { Steps } from '../shared/steps.ts';
import { deploy } from './deployments.ts';
import { readOn } from './read-on.ts';
import type { Measured, Preflight, Scenario } from './scenario.ts';

/**
 * Runs scenarios in order, while somebody reads the blog on.
 * @param stop ends the rehearsal between two scenarios
 * @param deployed called once everything is deployed, for what the report says about it
 */
export async function runScenarios(
  harness: Harness,
  steps: Steps,
  scenarios: readonly Scenario[],
  stop: AbortSignal,
  deployed: () => Promise<void>,
): Promise<void> {
  for (const scenario of scenarios) {
    if (stop.aborted) return;
    await runPart(steps, readOn(scenario), harness);
    if (scenario === deploy) await deployed();
  }
}

/** Runs the checks that need no harness, in order. */
export async function runPreflight(
  sandbox: Sandbox,
  steps: Steps,
  preflight: readonly Preflight[],
  stop: AbortSignal,
): Promise<void> {
  for (const part of preflight) if (!stop.aborted) await runPart(steps, part, sandbox);
}

interface Part<On> {
  readonly title: string;
  readonly seconds?: number;
  readonly run: (on: On) => Promise<string | Measured>;
}

async function runPart<On>(steps: Steps, part: Part<On>, on: On): Promise<void> {
  await steps.run(
    part.title,
    () => timed(part, on),
    ({ note, figures }) => ({ note: note, figures }),
  );
}

async function timed<On>(scenario: Part<On>, on: On): Promise<Measured> {
  const start = Date.now();
  const result = await scenario.run(on);
  const seconds = (Date.now() - start) / 1000;
  const { note, figures } = typeof result === 'string' ? { note: result, figures: {} } : result;
  if (scenario.seconds === undefined) return { note, figures };
  return { note: `${note}; ${seconds > scenario.seconds ? 'SLOW: ' : ''}target ${scenario.seconds} s`, figures };
}
