import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { CHECK_RULES, checkFindings } from '../../../../cli/review/checks/compare.ts';
import { CONTRACT_RULES, contractFindings } from '../../../../cli/review/contract/compare.ts';
import { compareEnvironments } from '../../../../cli/review/environments/compare.ts';
import { PROMOTION_RULES } from '../../../../cli/review/environments/promotion.ts';
import type { Finding, Half } from '../../../../cli/review/facts.ts';
import { DATA_RULES, dataAtRisk } from '../../../../cli/review/infrastructure/data-at-risk.ts';
import { LOOK_RULES, toLookAt } from '../../../../cli/review/infrastructure/to-look-at.ts';
import { PATH_RULES, pathFindings } from '../../../../cli/review/own-code.ts';
import { markdown } from '../../../../cli/review/report/markdown.ts';
import { WORKLOAD_RULES, workloadFindings } from '../../../../cli/review/workload/findings.ts';
import { ATTACKS } from './branches/attacks.ts';
import { CHARTS } from './branches/charts.ts';
import { DATA } from './branches/data.ts';
import { ENVIRONMENTS } from './branches/environments.ts';
import { OTHERS } from './branches/others.ts';
import { SECURITY } from './branches/security.ts';
import { UNJUDGED } from './branches/unjudged.ts';
import { WORKLOAD } from './branches/workload.ts';
import { environmentsFiles } from './environments.ts';
import { type Reviewed, reviewBranches } from './review-branches.ts';

const REPORTS = join(import.meta.dirname, 'reports');
const BRANCHES = { ...DATA, ...SECURITY, ...WORKLOAD, ...CHARTS, ...ATTACKS, ...UNJUDGED, ...OTHERS };
const NAMES = [...Object.keys(BRANCHES), ...Object.keys(ENVIRONMENTS)];

/** `RENEW_REPORTS=1 npm test -- test/cli/review/corpus` records what the reports say now: read the difference before you commit it. */
const RENEW = process.env.RENEW_REPORTS === '1';

const reviewed = {
  ...(await reviewBranches({ after }, BRANCHES, OTHERS)),
  ...(await reviewBranches({ after }, ENVIRONMENTS, {}, environmentsFiles())),
};

/** A report without what differs from run to run. */
function reportOf(one: Reviewed): string {
  const text = 'error' in one ? `${one.error}\n` : markdown({ ...one.review, seconds: 1 });
  return text
    .replace(/^Base .*, 1\.0 s\.$/m, 'Base, head and time.')
    .replaceAll(/\S*\/onemerge-test-\w+\/branches\/[\w-]+\//g, '');
}

describe('the report of a branch', () => {
  for (const [name, one] of Object.entries(reviewed)) {
    test(`is as recorded: ${name}`, () => {
      const file = join(REPORTS, `${name}.md`);
      const report = reportOf(one);
      if (RENEW) writeFileSync(file, report);
      assert.equal(report, existsSync(file) ? readFileSync(file, 'utf8') : 'nothing is recorded');
    });
  }

  test('is recorded for no branch that is gone', () => {
    assert.deepEqual(readdirSync(REPORTS).sort(), NAMES.map((name) => `${name}.md`).sort());
  });

  test('never tells a secret', () => {
    for (const one of Object.values(reviewed)) assert.doesNotMatch(reportOf(one), /hunter/);
  });
});

type Made = Exclude<Reviewed, { readonly error: unknown }>;

/** Each table of rules, and what it finds in a branch. */
const TABLES: readonly (readonly [rules: Record<string, unknown>, find: (one: Made) => Finding[]])[] = [
  [DATA_RULES, ({ review }) => dataAtRisk(changesIn(review.infrastructure))],
  [LOOK_RULES, ({ review }) => toLookAt(changesIn(review.infrastructure))],
  [WORKLOAD_RULES, ({ review }) => workloadFindings(changesIn(review.workload))],
  [CONTRACT_RULES, ({ facts: [before, after] }) => ofBoth(before.contract, after.contract, contractFindings)],
  [CHECK_RULES, ({ facts: [before, after] }) => ofBoth(before.checks, after.checks, checkFindings)],
  [PATH_RULES, ({ paths }) => pathFindings(paths)],
  [PROMOTION_RULES, ({ facts }) => [...compareEnvironments(...facts).findings]],
];

const changesIn = <T>(half: Half<readonly T[]>) => ('value' in half ? half.value : []);

function ofBoth<T>(base: Half<T> | undefined, head: Half<T> | undefined, find: (base: T, head: T) => Finding[]) {
  return base && head && 'value' in base && 'value' in head ? find(base.value, head.value) : [];
}

describe('without one of the rules', () => {
  const made = Object.values(reviewed).filter((one) => 'review' in one);
  for (const [rules, find] of TABLES) {
    const all = made.flatMap(find).length;
    for (const [name, rule] of Object.entries(rules)) {
      test(`some report is another: ${name}`, () => {
        delete rules[name];
        try {
          assert.ok(made.flatMap(find).length < all, `no branch needs the rule ${name}: add one`);
        } finally {
          rules[name] = rule;
        }
      });
    }
  }
});
