import type { Stage } from '../stage/stage.ts';
import type { Steps } from '../steps.ts';
import { access } from './access.ts';
import type { Act } from './act.ts';
import { bootstrap, deploy, destroy, nothingToDo, replace, resize, rollback } from './deployments.ts';
import { policies } from './policies.ts';
import { blog, ghost } from './story-blog.ts';
import { connect } from './story-connect.ts';
import { manifestOnly, merge, nothing } from './story-merge.ts';
import { postActs } from './story-post.ts';
import { workload } from './workload.ts';

const { publish, kept } = postActs();

/** The rehearsal, in order. */
export const ACTS: readonly Act[] = [
  bootstrap,
  deploy,
  ...workload,
  ghost,
  blog,
  access,
  policies,
  nothingToDo,
  resize,
  rollback,
  connect,
  publish,
  merge,
  manifestOnly,
  nothing,
  kept,
  replace,
  destroy,
];

/**
 * Plays the acts in order, up to and including one.
 * @param until the id of the last act
 * @param stop ends the rehearsal between two acts
 * @param deployed called once everything is deployed, for what the report tells of it
 */
export async function play(
  stage: Stage,
  steps: Steps,
  until: string,
  stop: AbortSignal,
  deployed: () => Promise<void>,
): Promise<void> {
  for (const act of ACTS) {
    if (stop.aborted) return;
    await steps.run(
      act.title,
      () => timed(act, stage),
      (remark) => remark,
    );
    if (act === deploy) await deployed();
    if (act.id === until) return;
  }
}

async function timed(act: Act, stage: Stage): Promise<string> {
  const start = Date.now();
  const remark = await act.play(stage);
  const seconds = (Date.now() - start) / 1000;
  if (act.seconds === undefined) return remark;
  return `${remark}; ${seconds > act.seconds ? 'SLOW: ' : ''}${act.seconds} s wanted`;
}
