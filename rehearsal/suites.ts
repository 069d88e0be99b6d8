import { databaseRestart, halves, rollout } from './benchmarks/merges.ts';
import { withoutWebhook, withWebhook } from './benchmarks/pushes.ts';
import { storyDrills } from './faults/delivery/faults.ts';
import { VERDICT_DRILLS } from './faults/verdict/faults.ts';
import { access } from './scenarios/access.ts';
import { blog, ghost } from './scenarios/blog.ts';
import { connect } from './scenarios/connect.ts';
import { bootstrap, deploy, destroy, nothingToDo, replace, rollback } from './scenarios/deployments.ts';
import { manifestOnly, merge, nothing, review } from './scenarios/merge.ts';
import { policies } from './scenarios/policies.ts';
import { postActs } from './scenarios/publish.ts';
import type { Act, Prologue } from './scenarios/scenario.ts';
import { externalSecrets, validation } from './scenarios/validation.ts';
import { workload } from './scenarios/workload.ts';
import type { MachineDrill } from './selftest/selftest.ts';
import { MACHINE_DRILLS } from './selftest/selftests.ts';

const { publish, kept, before, after } = postActs();

/** What `onemerge rehearse` plays first: it needs no AWS, and tells what the story would stumble over minutes later. */
export const PROLOGUE: readonly Prologue[] = [validation, externalSecrets];

/** What `onemerge rehearse` plays. */
export const STORY: readonly Act[] = [
  bootstrap,
  deploy,
  ...workload,
  ghost,
  blog,
  access,
  policies,
  nothingToDo,
  rollback,
  connect,
  publish,
  before,
  review,
  merge,
  manifestOnly,
  nothing,
  kept,
  after,
  replace,
  destroy,
];

/** The shortest way to a blog that pull requests change. */
const RUNNING: readonly Act[] = [bootstrap, deploy, ...workload, ghost, blog, connect, publish];

/** Faults in a room, each of which must heal or be told. */
const DRILLS: readonly Act[] = [...storyDrills(kept), ...VERDICT_DRILLS];

/** What `--drills` names. */
export const DRILL_IDS: readonly string[] = [...MACHINE_DRILLS, ...DRILLS].map(({ id }) => id);

/** What a rehearsal plays. */
export interface Programme {
  /** Before any room exists, and without one if there are no acts. */
  readonly machineDrills: readonly MachineDrill[];
  /** In the room, before the stage is set. */
  readonly prologue: readonly Prologue[];
  /** On the stage, in order; it is set when there is something. */
  readonly acts: readonly Act[];
}

/** What `--drills` plays: the named drills, or all. The room is entered for those that need one. */
export function drills(names: readonly string[]): Programme {
  const chosen = <T extends { readonly id: string }>(list: readonly T[]) =>
    names.length === 0 ? list : list.filter(({ id }) => names.includes(id));
  const inRoom = chosen(DRILLS);
  const acts = inRoom.length === 0 ? [] : [...RUNNING, ...inRoom, kept];
  return { machineDrills: chosen(MACHINE_DRILLS), prologue: [], acts };
}

/**
 * What `--measure` plays: first what the pipeline takes part in; from `rollout` on it rests, so that no build takes the
 * processor. The one that a busy machine fails comes last.
 */
export const MEASURE: readonly Act[] = [
  ...RUNNING,
  halves,
  databaseRestart,
  rollout,
  withoutWebhook,
  kept,
  withWebhook,
];
