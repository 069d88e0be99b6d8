import type { EnvironmentFacts, TreeFacts } from '../facts.ts';

/** An environment of one side; a config without environments has one without a name. */
export interface Side {
  readonly name: string | undefined;
  readonly facts: EnvironmentFacts;
}

/** An environment of the head, and the same installation in the base: undefined where it is new. */
export interface Pair {
  readonly before: Side | undefined;
  readonly after: Side;
}

/** What each environment of the head was. */
export interface Pairs {
  readonly shown: Pair;
  readonly others: readonly Pair[];
  /** The environments of the base that are in the config no more. */
  readonly gone: readonly Side[];
}

/**
 * Finds for each environment of the head the one of the base that is the same installation: that of the same stacks. Where they were
 * not synthesized, that of the same name.
 */
export function pairsOf(before: TreeFacts, after: TreeFacts): Pairs {
  const earlier = sidesOf(before);
  const [shown, ...others] = sidesOf(after);
  const paired = others.map((side): Pair => ({ before: counterpart(side, earlier), after: side }));
  // Whatever it was called and wherever it was: a report is about something.
  const left = earlier.slice(0, 1).find((side) => paired.every((pair) => pair.before !== side));
  const pair = { before: counterpart(shown, earlier) ?? left, after: shown };
  const known = [pair, ...paired].map((one) => one.before);
  return { shown: pair, others: paired, gone: earlier.filter((side) => !known.includes(side)) };
}

/** The shown one first. */
function sidesOf({ environment, infrastructure, workload, others = {} }: TreeFacts): [Side, ...Side[]] {
  const facts = { ...(infrastructure && { infrastructure }), ...(workload && { workload }) };
  return [{ name: environment, facts }, ...Object.entries(others).map(([name, own]) => ({ name, facts: own }))];
}

function counterpart(side: Side, earlier: readonly Side[]): Side | undefined {
  const sameName = earlier.find(({ name }) => name === side.name);
  const names = stackNames(side);
  if (names.length === 0 || earlier.every((one) => stackNames(one).length === 0)) return sameName;
  const same = earlier.filter((one) => stackNames(one).some((name) => names.includes(name)));
  return same.find((one) => one === sameName) ?? same[0];
}

function stackNames({ facts: { infrastructure } }: Side): string[] {
  return infrastructure && 'value' in infrastructure ? Object.values(infrastructure.value).map(({ name }) => name) : [];
}
