import { changeId } from '../change-id.ts';
import type { Finding, Plan } from '../facts.ts';

/** An environment on both sides of a pull request; undefined where the config does not have it. */
type Rule = (before: Plan | undefined, after: Plan | undefined) => boolean;

/** What the subjects of these findings begin with: the field of the config. */
export const PROMOTION = 'environments.';

/** What to say of the way that a commit takes, by the words. */
export const PROMOTION_RULES: Readonly<Record<string, Rule>> = {
  'is a new installation of its own, which nothing here is compared with': (before, after) =>
    before === undefined && after !== undefined,
  'is in the config no more: what stands of it stays, and no commit comes to it': (before, after) =>
    before !== undefined && after === undefined,
  'takes commits from the branch, and from no other environment any more': (before, after) =>
    before?.after !== undefined && after !== undefined && after.after === undefined,
  'takes commits from another environment than before': (before, after) =>
    before?.after !== undefined && after?.after !== undefined && before.after !== after.after,
  'is deployed to without asking a person any more': (before, after) =>
    before?.asks === true && after !== undefined && after.asks !== true,
};

/**
 * What to say of environments that come, go, or get their commits otherwise.
 * @param formerly what those of the head that are not new are called in the base; undefined in a config without environments
 */
export function promotionFindings(
  base: readonly Plan[],
  head: readonly Plan[],
  formerly: ReadonlyMap<string, string | undefined>,
): Finding[] {
  const names = [...formerly.values()];
  const gone = base.filter(({ name }) => !names.includes(name));
  return [
    ...head.flatMap((after) => promotion(after.name, earlier(after.name), after)),
    ...gone.flatMap((before) => promotion(before.name, before, undefined)),
  ];

  /** With the names of the head, or a name that changes would be another environment. */
  function earlier(name: string): Plan | undefined {
    if (!formerly.has(name)) return undefined;
    const plan = base.find((one) => one.name === formerly.get(name)) ?? { name };
    const [later] = [...formerly].find(([, former]) => former === plan.after) ?? [];
    return plan.after === undefined || later === undefined ? plan : { ...plan, after: later };
  }
}

function promotion(name: string, before: Plan | undefined, after: Plan | undefined): Finding[] {
  const words = Object.entries(PROMOTION_RULES).filter(([, rule]) => rule(before, after));
  const subject = `${PROMOTION}${name}`;
  return words.map(([what]) => ({ kind: 'look', subject, change: changeId([subject, what]), what }));
}

/** The environments in the order in which a commit comes to them: each behind the one that it comes from. */
export function byPromotion(plans: readonly Plan[]): Plan[] {
  const depth = ({ after }: Plan, seen: readonly string[] = []): number => {
    const before = plans.find(({ name }) => name === after && !seen.includes(name));
    return before === undefined ? 0 : 1 + depth(before, [...seen, before.name]);
  };
  return plans
    .map((plan) => ({ plan, at: depth(plan) }))
    .sort((a, b) => a.at - b.at)
    .map(({ plan }) => plan);
}
