import { compared, ofBoth } from '../compared.ts';
import { type Cost, compareCosts } from '../cost/compare.ts';
import type { EnvironmentFacts, Finding, Half, Plan, Stacks, TreeFacts } from '../facts.ts';
import { compareStacks, type ResourceChange } from '../infrastructure/compare.ts';
import { compareObjects, type ObjectChange } from '../workload/compare.ts';
import { type Pair, pairsOf, type Side } from './pairs.ts';
import { byPromotion, promotionFindings } from './promotion.ts';

/** What the environments get that the rest of the report is not about. */
export interface Environments {
  /** The one that it is about. */
  readonly shown: string;
  /** It is in the pull request alone. */
  readonly shownIsNew: boolean;
  /** Those of the pull request, in the order in which a commit comes to them. */
  readonly plans: readonly Plan[];
  readonly others: readonly OtherEnvironment[];
}

/** An environment that the report is not about. */
export interface OtherEnvironment {
  readonly name: string;
  /** `new` and `gone`: the config names it on one side alone. */
  readonly is: 'changed' | 'new' | 'gone';
  /** None of one that is new or gone. */
  readonly infrastructure: Half<readonly ResourceChange[]>;
  readonly workload: Half<readonly ObjectChange[]>;
  /** Undefined when the infrastructure was not read. */
  readonly cost: Cost | undefined;
}

interface Compared {
  /** Undefined when the config has none. */
  readonly environments: Environments | undefined;
  /** What of the base the shown one is compared with. */
  readonly base: EnvironmentFacts;
  /** What to say of the way that a commit takes. */
  readonly findings: readonly Finding[];
}

/** Compares the environments that are not shown. */
export function compareEnvironments(before: TreeFacts, after: TreeFacts): Compared {
  const name = after.environment ?? before.environment;
  // Of a config that cannot be read the infrastructure says so.
  if (name === undefined || after.plans === undefined) return { environments: undefined, base: before, findings: [] };
  const { shown, others, gone } = pairsOf(before, after);
  const plans = after.plans.length === 0 ? [{ name }] : byPromotion(after.plans);
  const unread = before.plans === undefined ? before : undefined;
  const environments = {
    shown: name,
    shownIsNew: shown.before === undefined,
    plans,
    others: [
      ...others.map((pair) => other(nameOf(pair.after), pair.before?.facts ?? unread, pair.after.facts)),
      ...gone.map((side) => other(nameOf(side), side.facts, undefined)),
    ],
  };
  const findings = before.plans ? promotionFindings(before.plans, plans, sameAs([shown, ...others], name)) : [];
  return { environments, base: shown.before?.facts ?? {}, findings };
}

const nameOf = ({ name }: Side): string => name ?? 'the one before';

/** Names of the base by those of the head, where both are the same installation. */
function sameAs(pairs: readonly Pair[], shown: string): ReadonlyMap<string, string | undefined> {
  const known = pairs.flatMap(({ before, after }) => (before ? [[after.name ?? shown, before.name] as const] : []));
  return new Map(known);
}

const NONE: Half<Stacks> = { value: {} };

function other(
  name: string,
  before: EnvironmentFacts | undefined,
  after: EnvironmentFacts | undefined,
): OtherEnvironment {
  const cost = ofBoth(before ? before.infrastructure : NONE, after ? after.infrastructure : NONE, compareCosts);
  if (before === undefined || after === undefined) {
    const { infrastructure, workload } = before ?? after ?? {};
    const is = before === undefined ? 'new' : 'gone';
    return { name, is, infrastructure: faultOf(infrastructure), workload: faultOf(workload), cost };
  }
  const infrastructure = compared(before.infrastructure, after.infrastructure, compareStacks);
  const workload = compared(before.workload, after.workload, compareObjects);
  return { name, is: 'changed', infrastructure, workload, cost };
}

/** Nothing is compared of what one side has alone, but it is to be readable. */
const faultOf = (half: Half<unknown> | undefined): Half<readonly never[]> =>
  half && 'error' in half ? half : { value: [] };
