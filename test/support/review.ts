import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { SynthesizedStack, TemplateResource } from '../../cli/review/facts.ts';
import { compareStacks, type ResourceChange } from '../../cli/review/infrastructure/compare.ts';
import { findings, type Rules as ResourceRules } from '../../cli/review/infrastructure/rule.ts';
import { compareObjects, type ObjectChange } from '../../cli/review/workload/compare.ts';
import { workloadFindings } from '../../cli/review/workload/findings.ts';
import type { Rules as ObjectRules } from '../../cli/review/workload/rule.ts';
import type { Manifest } from '../../cli/shared/rendering/render.ts';

/** An app of one stack, `Data`. */
export function app(resources: Readonly<Record<string, TemplateResource>>): Record<string, SynthesizedStack> {
  return { Data: { name: 'blog-data', template: { Resources: resources } } };
}

/** What changes when one resource, `Data/It`, goes from one form to the other; undefined where it is not there. */
export function changed(before: TemplateResource | undefined, after: TemplateResource | undefined): ResourceChange[] {
  return compareStacks(app(before ? { It: before } : {}), app(after ? { It: after } : {}));
}

/** What changes when one Kustomization, of that spec, applies these objects instead of those. */
export function changedObjects(
  before: readonly Manifest[],
  after: readonly Manifest[],
  spec: Record<string, unknown> = { prune: true },
): ObjectChange[] {
  const own: Manifest = {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: 'ghost', namespace: 'flux-system' },
    spec,
  };
  const root = { name: 'flux-system', objects: [own] };
  return compareObjects([root, { name: 'ghost', objects: before }], [root, { name: 'ghost', objects: after }]);
}

type Form<T> = readonly [before: T | undefined, after: T | undefined];

/** For each rule a change that it must say, and its nearest neighbour that it must not. */
type Cases<T> = Readonly<Record<string, { readonly said: Form<T>; readonly unsaid: Form<T> }>>;

/** Tests rules for objects by their cases. */
export function objectRuleTests(title: string, rules: ObjectRules, cases: Cases<Manifest>): void {
  const says = (rule: string, [before, after]: Form<Manifest>) => {
    const changes = changedObjects(before ? [before] : [], after ? [after] : []);
    assert.equal(changes.length, 1, 'the case is one change');
    return workloadFindings(changes).some(({ what, kind }) => what === rules[rule]?.what && kind === rules[rule].kind);
  };
  ruleTests(title, Object.keys(rules), cases, says);
}

/** Tests rules for resources by their cases. */
export function resourceRuleTests(title: string, rules: ResourceRules, cases: Cases<TemplateResource>): void {
  const says = (name: string, [before, after]: Form<TemplateResource>) => {
    const rule = rules[name];
    const changes = changed(before, after);
    assert.equal(changes.length, 1, 'the case is one change');
    return rule !== undefined && findings('look', { [name]: rule }, changes).length > 0;
  };
  ruleTests(title, Object.keys(rules), cases, says);
}

function ruleTests<T>(title: string, rules: string[], cases: Cases<T>, says: (rule: string, form: Form<T>) => boolean) {
  describe(title, () => {
    for (const [rule, { said, unsaid }] of Object.entries(cases)) {
      test(`${rule}: is said`, () => assert.ok(says(rule, said)));
      test(`${rule}: is not said of its neighbour`, () => assert.ok(!says(rule, unsaid)));
    }
    test('has a case for each rule', () => assert.deepEqual(Object.keys(cases).sort(), rules.sort()));
  });
}
