import type { Finding, Half, Stacks, TreeFacts } from './facts.ts';
import { compareStacks, type ResourceChange } from './infrastructure/compare.ts';
import { dataAtRisk } from './infrastructure/data-at-risk.ts';

/** What the environments get that the rest of the report is not about. */
export interface Environments {
  /** The one that it is about. */
  readonly shown: string;
  readonly others: Half<readonly OtherEnvironment[]>;
}

/** An environment that the report is not about. */
export interface OtherEnvironment {
  readonly name: string;
  /** `new` and `gone`: the config names it on one side alone. */
  readonly is: 'changed' | 'new' | 'gone';
  /** None of one that is new or gone. */
  readonly changes: readonly ResourceChange[];
}

type Others = Half<Readonly<Record<string, Stacks>>>;

/**
 * Compares the environments that are not shown.
 * @returns undefined when the config has none
 */
export function compareEnvironments(before: TreeFacts, after: TreeFacts): Environments | undefined {
  const shown = after.environment ?? before.environment;
  if (shown === undefined) return undefined;
  return { shown, others: compareOthers(before.others ?? { value: {} }, after.others ?? { value: {} }) };
}

function compareOthers(before: Others, after: Others): Environments['others'] {
  // Another half says the same of the same code, and with the side that it is about.
  if ('error' in before || 'error' in after) return 'error' in after ? after : (before as { readonly error: string });
  const names = [...new Set([...Object.keys(before.value), ...Object.keys(after.value)])];
  return { value: names.map((name) => other(name, before.value[name], after.value[name])) };
}

function other(name: string, base: Stacks | undefined, head: Stacks | undefined): OtherEnvironment {
  if (base === undefined || head === undefined) return { name, is: base === undefined ? 'new' : 'gone', changes: [] };
  return { name, is: 'changed', changes: compareStacks(base, head) };
}

/**
 * Data at risk in the others: their builds refuse it as that of the one that is shown.
 * @param known what the one that is shown puts at risk: one approval counts for both
 */
export function findingsOfOthers(environments: Environments | undefined, known: readonly Finding[]): Finding[] {
  if (environments === undefined || 'error' in environments.others) return [];
  const isKnown = ({ subject, change }: Finding) =>
    known.some((one) => one.subject === subject && one.change === change);
  return environments.others.value.flatMap(({ name, changes }) =>
    dataAtRisk(changes)
      .filter((finding) => !isKnown(finding))
      .map((finding) => ({ ...finding, what: `${finding.what}, in ${name}` })),
  );
}
