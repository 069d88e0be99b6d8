import type { Stage } from '../harness/harness.ts';
import type { Room } from '../sandbox/setup.ts';
import type { Steps } from '../shared/steps.ts';
import { deploy } from './deployments.ts';
import type { Act, Measured, Prologue } from './scenario.ts';

/**
 * Plays acts in order.
 * @param stop ends the rehearsal between two acts
 * @param deployed called once everything is deployed, for what the report tells of it
 */
export async function play(
  stage: Stage,
  steps: Steps,
  acts: readonly Act[],
  stop: AbortSignal,
  deployed: () => Promise<void>,
): Promise<void> {
  for (const act of acts) {
    if (stop.aborted) return;
    await one(steps, act, stage);
    if (act === deploy) await deployed();
  }
}

/** Plays what comes before the stage is set, in order. */
export async function playPrologue(
  room: Room,
  steps: Steps,
  prologue: readonly Prologue[],
  stop: AbortSignal,
): Promise<void> {
  for (const part of prologue) if (!stop.aborted) await one(steps, part, room);
}

interface Part<On> {
  readonly title: string;
  readonly seconds?: number;
  readonly play: (on: On) => Promise<string | Measured>;
}

async function one<On>(steps: Steps, part: Part<On>, on: On): Promise<void> {
  await steps.run(
    part.title,
    () => timed(part, on),
    ({ remark, figures }) => ({ note: remark, figures }),
  );
}

async function timed<On>(act: Part<On>, on: On): Promise<Measured> {
  const start = Date.now();
  const played = await act.play(on);
  const seconds = (Date.now() - start) / 1000;
  const { remark, figures } = typeof played === 'string' ? { remark: played, figures: {} } : played;
  if (act.seconds === undefined) return { remark, figures };
  return { remark: `${remark}; ${seconds > act.seconds ? 'SLOW: ' : ''}${act.seconds} s wanted`, figures };
}
