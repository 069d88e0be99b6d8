import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TreeFacts } from '../../../cli/review/facts.ts';
import { json } from '../../../cli/review/report/json.ts';
import { markdown } from '../../../cli/review/report/markdown.ts';
import { exitCodeOf, verdictOf } from '../../../cli/review/report/verdict.ts';
import { compareTrees, type Review } from '../../../cli/review/review.ts';
import { app } from '../../support/review.ts';

const BRANCH = { base: 'b', head: 'h', paths: [], approvals: { value: [] } };

/** An app with a database that keeps its backups for so many days. */
const keeping = (days: number) =>
  app({ It: { Type: 'AWS::RDS::DBInstance', Properties: { BackupRetentionPeriod: days } } });

/** A tree whose production keeps them for 14 days, with other environments beside it. */
const tree = (others: TreeFacts['others'], production = 14): TreeFacts => ({
  environment: 'production',
  infrastructure: { value: keeping(production) },
  workload: { value: [] },
  ...(others && { others }),
});
const staging = (days: number) => ({ value: { staging: keeping(days) } });

const reviewed = (before: TreeFacts, after: TreeFacts): Review => ({
  ...compareTrees(BRANCH, before, after),
  seconds: 1,
});
const line = (review: Review) => /^Environment: .*$/m.exec(markdown(review))?.[0];

describe('a review of several environments', () => {
  test('says which one it is about, and in short what the others get', () => {
    assert.equal(
      line(reviewed(tree(staging(7)), tree(staging(9)))),
      "Environment: `production`, which all of this is about; `staging`'s stacks: 1 possibly replaced.",
    );
  });

  test('says of one that gets nothing that it does', () => {
    assert.equal(
      line(reviewed(tree(staging(7)), tree(staging(7), 15))),
      "Environment: `production`, which all of this is about; nothing of `staging`'s stacks changes.",
    );
  });

  test('says of one that is added or taken out what becomes of it', () => {
    const none = { value: {} };
    assert.match(line(reviewed(tree(none), tree(staging(7)))) ?? '', /`staging` is new, an installation of its own/);
    const gone = /`staging` is in the config no more, and what stands of it stays/;
    assert.match(line(reviewed(tree(staging(7)), tree(none))) ?? '', gone);
  });

  test('says it also of a change of manifests, which synthesizes none of them', () => {
    const { infrastructure: _, ...manifests } = tree(undefined);
    assert.equal(line(reviewed(manifests, manifests)), 'Environment: `production`, which all of this is about.');
  });

  test('tells machines all of it, but for whole resources', () => {
    const { environments } = JSON.parse(json(reviewed(tree(staging(7)), tree(staging(9)))));
    assert.equal(environments.shown, 'production');
    const [{ name, is, changes }] = environments.others.value;
    assert.deepEqual([name, is], ['staging', 'changed']);
    assert.deepEqual(changes[0].properties, [{ name: 'BackupRetentionPeriod', before: 7, after: 9 }]);
    assert.ok(!('before' in changes[0]));
  });

  test('says nothing of environments where the config has none', () => {
    const { environment: _, ...plain } = tree(undefined);
    assert.equal(line(reviewed(plain, plain)), undefined);
  });
});

describe('data at risk in an environment that is not shown', () => {
  test('blocks, because its build would refuse it, and says where', () => {
    const review = reviewed(tree(staging(9)), tree(staging(3)));
    assert.equal(verdictOf(review), 'blocked');
    assert.match(markdown(review), /\*\*blocked:\*\* `Data\/It` keeps its backups for fewer days, in staging; approve/);
  });

  test('is told once when the shown one loses the same, for which one approval counts', () => {
    const review = reviewed(tree(staging(14)), tree(staging(7), 7));
    assert.deepEqual(
      review.judged.blocking.map(({ what }) => what),
      ['keeps its backups for fewer days'],
    );
  });
});

test('an environment that cannot be read makes the review unreadable, with the reason', () => {
  const review = reviewed(tree(staging(7)), tree({ error: 'lib/app.ts:2:9: no luck' }));
  assert.equal(exitCodeOf(review), 2);
  assert.match(markdown(review), /\*\*unreadable:\*\* the other environments: `lib\/app\.ts:2:9: no luck`/);
  assert.match(line(review) ?? '', /the others cannot be read/);
});
