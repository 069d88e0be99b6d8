import type { Half, Plan } from '../facts.ts';
import type { Review } from '../review.ts';
import { code } from './escape.ts';

/** Both halves of an installation. */
type Halves = Pick<Review, 'infrastructure' | 'workload'>;

const HALVES = ['infrastructure', 'workload'] as const;

/** What is deployed after the merge, and in which order: Markdown lines. */
export function moveLines(review: Review): string[] {
  if (review.environments === undefined) return [`What moves: ${movesOf(review, undefined)}.`];
  const steps = stepsOf(review).map(({ name, when, what }, index) => `${index + 1}. ${code(name)}, ${when}: ${what}.`);
  return ['What moves, in this order:', steps.join('\n')];
}

/** The same for machines, in one line. */
export function whatMoves(review: Review): string {
  if (review.environments === undefined) return movesOf(review, undefined);
  return stepsOf(review)
    .map(({ name, when, what }) => `${name}, ${when}: ${what}`)
    .join('; ');
}

/** The halves of which nobody knows what they would do. */
export const unreadHalves = (halves: Halves) => HALVES.filter((half) => 'error' in halves[half]);

interface Step {
  readonly name: string;
  readonly when: string;
  readonly what: string;
}

function stepsOf(review: Review): Step[] {
  const { shown, shownIsNew, plans = [], others = [] } = review.environments ?? {};
  const steps = plans.map((plan): Step => {
    const other = plan.name === shown ? undefined : others.find(({ name }) => name === plan.name);
    const isNew = other === undefined ? shownIsNew : other.is === 'new';
    return { name: plan.name, when: whenOf(plan), what: isNew ? NEW : movesOf(other ?? review, plan) };
  });
  const gone = others.filter(({ is }) => is === 'gone');
  return [...steps, ...gone.map(({ name }) => ({ name, when: 'in the config no more', what: 'what stands stays' }))];
}

const NEW = 'nothing before somebody deploys it, an installation of its own';

function whenOf({ after, asks }: Plan): string {
  if (after === undefined) return 'upon the merge';
  const live = `once the commit is live in ${/^[\w-]+$/.test(after) ? after : 'the one before'}`;
  return asks ? `${live} and a person approved it` : live;
}

/** @param plan what is known of the environment; undefined in a config without any */
function movesOf(halves: Halves, plan: Plan | undefined): string {
  const unread = unreadHalves(halves);
  if (unread.length > 0) return whatIsKnown(halves, unread);
  const [infrastructure, workload] = [moves(halves.infrastructure), moves(halves.workload)];
  if (infrastructure && workload)
    return "infrastructure first, then the workload, unless the config's `rollout` is parallel";
  if (infrastructure) return 'infrastructure alone';
  if (!workload) return 'nothing';
  // A promotion goes through the pipeline, which tells Flux the commit.
  return plan?.after === undefined ? 'workload alone, at once' : 'workload alone';
}

/** A half that cannot be read may move: nobody is told that it does not. */
function whatIsKnown(halves: Halves, unread: readonly (typeof HALVES)[number][]): string {
  const known = HALVES.filter((half) => moves(halves[half]));
  const unknown = `nobody knows yet whether the ${unread.join(' and the ')} would`;
  return known.length > 0 ? `the ${known.join()}; ${unknown}` : unknown;
}

const moves = (half: Half<readonly unknown[]>) => 'value' in half && half.value.length > 0;
