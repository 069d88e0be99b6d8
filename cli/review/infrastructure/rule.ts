import type { Finding, TemplateResource } from '../facts.ts';
import { type ResourceChange, subjectOf } from './compare.ts';

/** Says what a change of a resource means; undefined when it means nothing to the rule. */
export type Rule = (change: ResourceChange) => string | undefined;

/** Rules by name: a test has a case for each, and finds it dropped. */
export type Rules = Readonly<Record<string, Rule>>;

type Properties = Readonly<Record<string, unknown>>;

/** A rule for resources that are there before and after. */
export const kept =
  (what: string, meets: (before: TemplateResource, after: TemplateResource) => boolean): Rule =>
  ({ before, after }) =>
    before && after && meets(before, after) ? what : undefined;

/** A rule for one property of a resource that is there before and after. */
export const property = (name: string, what: string, meets: (before: unknown, after: unknown) => boolean): Rule =>
  kept(what, (before, after) => meets(before.Properties?.[name], after.Properties?.[name]));

/** A rule for what a resource has that it did not have; all of it when it is new. */
export const gained = (what: string, listed: (resource: TemplateResource | undefined) => readonly string[]): Rule => {
  return ({ before, after }) => {
    const earlier = new Set(listed(before));
    return listed(after).some((one) => !earlier.has(one)) ? what : undefined;
  };
};

/** A rule for what a resource that stays had, and has no more. */
export const lost = (what: string, listed: (resource: TemplateResource) => readonly string[]): Rule =>
  kept(what, (before, after) => {
    const later = new Set(listed(after));
    return listed(before).some((one) => !later.has(one));
  });

/** A rule for what is switched on, in a new resource too. */
export const switchedOn = (what: string, isOn: (properties: Properties) => boolean): Rule => {
  return gained(what, (resource) => (resource && isOn(resource.Properties ?? {}) ? [what] : []));
};

/** What some rules find in changes. */
export function findings(kind: Finding['kind'], rules: Rules, changes: readonly ResourceChange[]): Finding[] {
  return changes.flatMap((change) =>
    Object.values(rules)
      .map((rule) => answer(rule, change))
      .filter((what, index, all) => what !== undefined && all.indexOf(what) === index)
      .map((what = ''): Finding => ({ kind, subject: subjectOf(change), change: change.change, what })),
  );
}

/** A form that a rule cannot read ends no review, and is not called safe. */
function answer(rule: Rule, change: ResourceChange): string | undefined {
  try {
    return rule(change);
  } catch (error) {
    if (error instanceof TypeError) return MISSHAPEN;
    throw error;
  }
}

const MISSHAPEN = 'is of a form that CloudFormation does not know, so that the review cannot read it';
