import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { EnvironmentFacts, Plan, TreeFacts } from '../../../../cli/review/facts.ts';
import { json } from '../../../../cli/review/report/json.ts';
import { markdown } from '../../../../cli/review/report/markdown.ts';
import { exitCodeOf, verdictOf } from '../../../../cli/review/report/verdict.ts';
import { compareTrees, type Review } from '../../../../cli/review/review.ts';
import { app } from '../../../support/review.ts';

const BRANCH = { base: 'b', head: 'h', paths: [], approvals: { value: [] } };
const PLANS: readonly Plan[] = [{ name: 'production', after: 'staging', asks: true }, { name: 'staging' }];

/** The stacks of an installation, with a database that keeps its backups for so many days. */
function keeping(days: number, name: string) {
  const { Data: data } = app({ It: { Type: 'AWS::RDS::DBInstance', Properties: { BackupRetentionPeriod: days } } });
  return { Data: { ...data, name: `${name}-data`, template: data?.template ?? {} } };
}

const staging = (days: number, more: EnvironmentFacts = {}): NonNullable<TreeFacts['others']> => ({
  staging: { infrastructure: { value: keeping(days, 'staging') }, workload: { value: [] }, ...more },
});

/** A tree whose production keeps them for 14 days, with other environments beside it. */
const tree = (others: NonNullable<TreeFacts['others']>, production = 14, plans = PLANS): TreeFacts => ({
  environment: 'production',
  plans,
  infrastructure: { value: keeping(production, 'production') },
  workload: { value: [] },
  others,
});

const reviewed = (before: TreeFacts, after: TreeFacts): Review => ({
  ...compareTrees(BRANCH, before, after),
  seconds: 1,
});
const steps = (before: TreeFacts, after: TreeFacts) =>
  [...markdown(reviewed(before, after)).matchAll(/^\d\. (.*)\.$/gm)].map(([, step]) => step);
const WHEN = '`production`, once the commit is live in staging and a person approved it';

describe('a review of several environments', () => {
  test('says what moves in each, in the order in which a commit comes to them', () => {
    assert.deepEqual(steps(tree(staging(7)), tree(staging(9))), [
      '`staging`, upon the merge: infrastructure alone',
      `${WHEN}: nothing`,
    ]);
    assert.deepEqual(steps(tree(staging(7)), tree(staging(7), 15)), [
      '`staging`, upon the merge: nothing',
      `${WHEN}: infrastructure alone`,
    ]);
  });

  test('says it also of a change of manifests, which synthesizes none of them', () => {
    const map = (name: string) => [{ name, objects: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } }] }];
    const manifests = (objects: string): TreeFacts => ({
      environment: 'production',
      plans: PLANS,
      workload: { value: map(objects) },
      others: { staging: { workload: { value: map(objects) } } },
    });
    assert.deepEqual(steps(manifests('a'), manifests('b')), [
      '`staging`, upon the merge: workload alone, at once',
      `${WHEN}: workload alone`,
    ]);
  });

  test('says of one that is added or taken out what becomes of it, and what it costs', () => {
    const alone = tree({}, 14, [{ name: 'production' }]);
    const added = markdown(reviewed(alone, tree(staging(7))));
    assert.match(added, /look: `environments\.staging` is a new installation of its own/);
    assert.match(added, /1\. `staging`, upon the merge: nothing before somebody deploys it/);
    assert.match(added, /Cost a month of `staging`: \d+\.\d\d dollars once it stands/);
    const gone = markdown(reviewed(tree(staging(7)), alone));
    assert.match(gone, /look: `environments\.staging` is in the config no more: what stands of it stays/);
    assert.match(gone, /Cost a month of `staging`: \d+\.\d\d dollars until it is destroyed/);
  });

  test('compares what a config without environments had with the environment of the same stacks', () => {
    const { environment: _, others: __, ...plain } = tree({}, 14, []);
    const made = reviewed(plain, tree(staging(7), 15));
    assert.deepEqual(
      made.judged.looks.map(({ subject }) => subject),
      ['Data/It', 'environments.staging'],
    );
    const stagingOfIt = tree({ staging: { infrastructure: { value: keeping(9, 'production') } } }, 14);
    const moved: TreeFacts = { ...stagingOfIt, infrastructure: { value: keeping(14, 'live') } };
    const [first] = reviewed(plain, moved).environments?.others ?? [];
    assert.equal(first && 'value' in first.infrastructure && first.infrastructure.value.length, 1);
    assert.equal(reviewed(plain, moved).environments?.shownIsNew, true);
  });

  test('of one that is renamed and keeps its stacks compares the two', () => {
    const plans = [{ name: 'production', after: 'test', asks: true }, { name: 'test' }];
    const { staging: renamed = {} } = staging(9);
    const made = reviewed(tree(staging(7)), tree({ test: renamed }, 14, plans));
    assert.deepEqual(
      made.judged.looks.map(({ subject, environments }) => [subject, environments]),
      [['Data/It', ['test']]],
    );
  });

  test('folds what differs from the one that is shown, and says of the rest that it does not', () => {
    const alike = markdown(reviewed(tree(staging(14)), tree(staging(30), 30)));
    assert.match(alike, /^The infrastructure of `staging` changes as that of `production`\.$/m);
    assert.equal(alike.match(/<details>/g)?.length, 1);
    const apart = markdown(reviewed(tree(staging(14)), tree(staging(20), 30)));
    assert.match(apart, /<summary>Infrastructure of production: 1 possibly replaced/);
    assert.match(apart, /<summary>Infrastructure of staging: 1 possibly replaced/);
  });

  test('tells machines all of it, but for whole resources', () => {
    const { environments, moves } = JSON.parse(json(reviewed(tree(staging(7)), tree(staging(9)))));
    assert.match(moves, /^staging, upon the merge: infrastructure alone; production, once .*: nothing$/);
    assert.equal(environments.shown, 'production');
    const [{ name, is, infrastructure }] = environments.others;
    assert.deepEqual([name, is], ['staging', 'changed']);
    const [change] = infrastructure.value;
    assert.deepEqual(change.properties, [{ name: 'BackupRetentionPeriod', before: 7, after: 9 }]);
    assert.ok(!('before' in change));
  });

  test('says nothing of environments where the config has none', () => {
    const { environment: _, others: __, ...plain } = tree({}, 14, []);
    assert.match(markdown(reviewed(plain, plain)), /^What moves: nothing\.$/m);
  });
});

describe('what is found in an environment', () => {
  const told = (before: TreeFacts, after: TreeFacts) => markdown(reviewed(before, after));

  test('names it, and data at risk blocks wherever it is, because its build would refuse it', () => {
    const review = reviewed(tree(staging(9)), tree(staging(3)));
    assert.equal(verdictOf(review), 'blocked');
    assert.match(
      markdown(review),
      /\*\*blocked:\*\* `Data\/It` keeps its backups for fewer days, in `staging`; approve/,
    );
    assert.match(told(tree(staging(9)), tree(staging(9), 7)), /`Data\/It` keeps .* days, in `production`; approve/);
  });

  test('is told once where it is the same in each, for which one approval counts', () => {
    const review = reviewed(tree(staging(14)), tree(staging(7), 7));
    assert.deepEqual(
      review.judged.blocking.map(({ what, environments }) => [what, environments]),
      [['keeps its backups for fewer days', undefined]],
    );
    assert.match(markdown(review), /^Where no environment is named, it is so in each\.$/m);
  });

  test('is told twice where each needs an approval of its own', () => {
    const review = reviewed(tree(staging(14)), tree(staging(7), 3));
    assert.deepEqual(
      review.judged.blocking.map(({ environments }) => environments),
      [['production'], ['staging']],
    );
  });
});

describe('an environment that cannot be read', () => {
  const error = { error: 'lib/app.ts:2:9: no luck' };

  test('makes the review unreadable, with the reason, and nobody knows what it would do', () => {
    const before = tree(staging(7));
    const after = tree(staging(7, { infrastructure: error }));
    const review = reviewed(before, after);
    assert.equal(exitCodeOf(review), 2);
    assert.match(
      markdown(review),
      /\*\*unreadable:\*\* the infrastructure of `staging`: `the head: lib\/app\.ts:2:9: no luck`/,
    );
    assert.match(steps(before, after)[0] ?? '', /nobody knows yet whether the infrastructure would$/);
  });

  test('is told once where the one that is shown cannot be read for the same reason', () => {
    const review = reviewed(tree(staging(7)), {
      ...tree(staging(7, { infrastructure: error })),
      infrastructure: error,
    });
    assert.equal(markdown(review).match(/\*\*unreadable:\*\*/g)?.length, 1);
  });

  test('is not taken for one that is new where the base cannot be read', () => {
    const review = reviewed({ infrastructure: error, workload: { value: [] } }, tree(staging(7)));
    assert.deepEqual(
      review.environments?.others.map(({ is }) => is),
      ['changed'],
    );
    assert.deepEqual(review.judged.looks, []);
  });
});
