import type { Stage } from '../stage/stage.ts';
import type { Steps } from '../steps.ts';
import type { Act, Measured } from './act.ts';
import { deploy } from './deployments.ts';

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
    await steps.run(
      act.title,
      () => timed(act, stage),
      ({ remark, figures }) => ({ note: remark, figures }),
    );
    if (act === deploy) await deployed();
  }
}

async function timed(act: Act, stage: Stage): Promise<Measured> {
  const start = Date.now();
  const played = await act.play(stage);
  const seconds = (Date.now() - start) / 1000;
  const { remark, figures } = typeof played === 'string' ? { remark: played, figures: {} } : played;
  if (act.seconds === undefined) return { remark, figures };
  return { remark: `${remark}; ${seconds > act.seconds ? 'SLOW: ' : ''}${act.seconds} s wanted`, figures };
}
