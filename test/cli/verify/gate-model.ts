import type { Execution, Facts } from '../../../cli/verify/facts.ts';
import { judge } from '../../../cli/verify/judge/judge.ts';
import type { Verdict } from '../../../cli/verify/verdict.ts';
import { after, COMMIT, condition, facts, factsOf, kustomization, root, source, stack } from './facts.ts';

/**
 * A small model of a merge's way: pushes that Flux sees late, a queue of executions, deployments that fail, people who
 * deploy by hand, and the gate. Every order in which these can happen is tried. The verdicts are those of `judge` itself.
 */

/** A commit of the model: what its templates deploy, what its lock names, and whether CloudFormation can do it. */
export interface Commit {
  readonly infrastructure: string;
  /** Its own infrastructure, when not given. */
  readonly lock?: string;
  readonly fails?: true;
}

type Status =
  | 'queued'
  | 'deploying'
  | 'verifying'
  | 'live'
  | 'superseded'
  | 'not live'
  | 'unknown'
  | 'lock refused'
  | 'deployment failed';

/** A moment. Commits are known by their place on the branch; the one at 0 is live from the beginning. */
export interface Moment {
  readonly merged: number;
  /** What Flux has fetched, and what it has applied. */
  readonly fetched: number;
  readonly applied: number;
  /** The infrastructure that is there; `between two` while it is being changed. */
  readonly stands: string;
  /** What the settings name: the last infrastructure that was complete. */
  readonly setting: string;
  readonly executions: readonly Status[];
  /** How often somebody may still deploy, or change the settings, by hand. */
  readonly hands: number;
}

/** Something that happens, and what is there afterwards. */
export interface Step {
  readonly what: string;
  readonly to: Moment;
}

export interface World {
  readonly commits: readonly Commit[];
  /** What people do by hand: deploy this infrastructure. */
  readonly byHand?: string;
  /** Somebody changes the setting by hand, which deploys nothing. */
  readonly forged?: string;
  /** The builds of this world do not compare the lock. */
  readonly unchecked?: true;
}

export const lockOf = ({ infrastructure, lock = infrastructure }: Commit): string => lock;

const BETWEEN = 'between two';

/** The beginning: the first commit is live, and nothing is under way. */
export function beginning({ commits, byHand, forged }: World): Moment {
  const { infrastructure } = at(commits, 0);
  const hands = byHand === undefined && forged === undefined ? 0 : 1;
  return {
    merged: 0,
    fetched: 0,
    applied: 0,
    stands: infrastructure,
    setting: infrastructure,
    executions: ['live'],
    hands,
  };
}

/** Everything that can happen next. */
export function next(world: World, moment: Moment): Step[] {
  const system = [...fluxSteps(world, moment), ...queueSteps(world, moment)];
  return [...system, ...people(world, moment), ...verdicts(world, moment, system.length === 0)];
}

function fluxSteps({ commits }: World, moment: Moment): Step[] {
  const { merged, fetched, applied, setting } = moment;
  const steps: Step[] = [];
  if (fetched < merged) steps.push({ what: `Flux fetches ${merged}`, to: { ...moment, fetched: merged } });
  const open = lockOf(at(commits, fetched)) === setting;
  if (applied !== fetched && open) steps.push({ what: `Flux applies ${fetched}`, to: { ...moment, applied: fetched } });
  return steps;
}

/** One execution runs at a time, in the order of the merges. */
function queueSteps(world: World, moment: Moment): Step[] {
  const { executions } = moment;
  const running = executions.findIndex((status) => status === 'deploying' || status === 'verifying');
  if (running < 0) {
    const first = executions.indexOf('queued');
    return first < 0 ? [] : [started(world, moment, first)];
  }
  if (executions[running] === 'verifying') return [];
  const { infrastructure, fails } = at(world.commits, running);
  const restored = { ...moment, stands: moment.setting };
  if (fails) return [{ what: `deployment ${running} rolls back`, to: ended(restored, running, 'deployment failed') }];
  const complete = { ...moment, stands: infrastructure, setting: infrastructure };
  return [{ what: `deployment ${running} completes`, to: ended(complete, running, 'verifying') }];
}

function started({ commits, unchecked }: World, moment: Moment, place: number): Step {
  const commit = at(commits, place);
  const what = `execution ${place} starts`;
  if (lockOf(commit) !== commit.infrastructure && !unchecked) return { what, to: ended(moment, place, 'lock refused') };
  const unchanged = commit.infrastructure === moment.stands && commit.infrastructure === moment.setting;
  if (unchanged && !commit.fails) return { what, to: ended(moment, place, 'verifying') };
  return { what, to: ended({ ...moment, stands: BETWEEN }, place, 'deploying') };
}

function people({ commits, byHand, forged }: World, moment: Moment): Step[] {
  const { merged, hands, stands, executions } = moment;
  const steps: Step[] = [];
  if (merged + 1 < commits.length) {
    const to: Moment = { ...moment, merged: merged + 1, executions: [...executions, 'queued'] };
    steps.push({ what: `merge ${merged + 1}`, to });
  }
  // CloudFormation lets nobody deploy a stack that is being deployed.
  if (hands > 0 && stands !== BETWEEN && byHand !== undefined)
    steps.push({ what: `${byHand} deployed by hand`, to: { ...moment, stands: byHand, setting: byHand, hands: 0 } });
  if (hands > 0 && forged !== undefined)
    steps.push({ what: `settings changed by hand to ${forged}`, to: { ...moment, setting: forged, hands: 0 } });
  return steps;
}

/** @param quiet nothing else will happen by itself: what is wrong now has lasted when it is judged */
function verdicts(world: World, moment: Moment, quiet: boolean): Step[] {
  const place = moment.executions.indexOf('verifying');
  if (place < 0) return [];
  const verdict = judged(world, moment, place, quiet);
  if (!verdict.final || verdict.state === 'waiting') return [];
  return [{ what: `execution ${place}: ${verdict.state}`, to: ended(moment, place, verdict.state) }];
}

/** The verdict of an execution that has deployed. */
function judged(world: World, moment: Moment, place: number, quiet: boolean): Verdict {
  const observed = observe(world, moment, place);
  const first = judge(observed);
  if (!quiet || first.final) return first;
  return judge({ ...observed, firstSeen: Object.fromEntries(first.problems.map(({ key }) => [key, after(-3600)])) });
}

/** What the verdict would see. */
function observe({ commits }: World, { fetched, applied, stands, setting }: Moment, place: number): Facts {
  const commit = at(commits, place);
  const hash = (of: number) => (of === place ? COMMIT : String.fromCharCode(97 + of + (of > 1 ? 1 : 0)).repeat(40));
  const relation = (of: number) => (of === place ? 'same' : of < place ? 'ancestor' : 'descendant');
  const places = [...commits.keys()];
  const complete = applied === fetched;
  const missing = `variable not set (strict mode): "INFRASTRUCTURE_${fingerprint(lockOf(at(commits, fetched)))}"`;
  const ready = complete ? condition('Ready', 'True') : condition('Ready', 'False', 'BuildFailed', missing);
  const flux = { revision: hash(applied), attempted: hash(fetched), conditions: [ready] };
  const execution: Execution = 'succeeded'; // verify --deployed
  return factsOf(
    { source: source({ revision: hash(fetched) }), kustomizations: [root(flux), kustomization(flux)] },
    {
      relations: Object.fromEntries(places.map((of) => [hash(of), relation(of)])) as Facts['relations'],
      infrastructure: {
        value: { stacks: [stack({ same: stands === commit.infrastructure })], execution: { value: execution } },
      },
      gate: {
        locked: fingerprint(lockOf(commit)),
        synthesized: fingerprint(commit.infrastructure),
        deployed: fingerprint(setting),
      },
      reader: facts().reader,
    },
  );
}

/** Twelve hexadecimal digits for the letter that the model calls an infrastructure by. */
const fingerprint = (letter: string): string => letter.repeat(12);

function ended(moment: Moment, place: number, status: Status): Moment {
  return { ...moment, executions: moment.executions.with(place, status) };
}

function at(commits: readonly Commit[], place: number): Commit {
  const commit = commits[place];
  if (commit === undefined) throw new Error(`the model has no commit ${place}`);
  return commit;
}
