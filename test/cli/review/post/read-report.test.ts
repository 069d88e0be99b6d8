import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { judge } from '../../../../cli/review/approvals.ts';
import { dataAtRisk } from '../../../../cli/review/infrastructure/data-at-risk.ts';
import { repositoryOf } from '../../../../cli/review/post/command.ts';
import { readReport } from '../../../../cli/review/post/read-report.ts';
import { json } from '../../../../cli/review/report/json.ts';
import { markdown } from '../../../../cli/review/report/markdown.ts';
import type { Review } from '../../../../cli/review/review.ts';
import { changed, changedObjects } from '../../../support/review.ts';

const changes = changed({ Type: 'AWS::S3::Bucket', Properties: { BucketName: 'a' } }, undefined);
const COST = { before: 10, after: 12.5, changes: [], unknown: ['A/`@octocat`'] };
const REVIEW: Review = {
  base: 'b'.repeat(40),
  head: 'a'.repeat(40),
  infrastructure: { value: changes },
  workload: { value: changedObjects([], [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'it' } }]) },
  settings: { value: [{ key: 'IT', impact: 'added' }] },
  acknowledgements: { value: [{ rule: 'A-1', path: 'A/B', impact: 'added', reason: 'it is small' }] },
  judged: judge(dataAtRisk(changes), []),
  cost: COST,
  foreignPackages: false,
  seconds: 4.2,
};

function file(t: TestContext, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'report.json'), text);
  return join(folder, 'report.json');
}

/** What a job that runs anybody's code may write in place of a finding. */
const forged = (over: object) =>
  JSON.stringify({
    ...REVIEW,
    judged: { ...REVIEW.judged, looks: [{ kind: 'look', subject: 'A/B', change: '0', what: 'is replaced', ...over }] },
  });

describe('a report that another job wrote', () => {
  test('is posted as that job would have printed it', (t) => {
    assert.equal(markdown(readReport(file(t, json(REVIEW)))), markdown(REVIEW));
  });

  test('of several environments is posted as that job would have printed it', (t) => {
    const { infrastructure, workload, cost } = REVIEW;
    const plans = [{ name: 'staging' }, { name: 'production', after: 'staging', asks: true }];
    const others = [{ name: 'staging', is: 'changed', infrastructure, workload: { value: [] }, cost }] as const;
    const [risk] = dataAtRisk(changes);
    const judged = judge(risk ? [{ ...risk, environments: ['staging'] }] : [], []);
    const environments = { shown: 'production', shownIsNew: false, plans, others };
    const review: Review = { ...REVIEW, infrastructure: { value: [] }, workload, environments, judged };
    const text = markdown(review);
    assert.match(text, /is removed, in `staging`; approve/);
    assert.equal(markdown(readReport(file(t, json(review)))), text);
  });

  test('names no environment in a way that is HTML or a link', (t) => {
    const name = '</summary> [a](b) @octocat';
    const others = [{ name, is: 'changed', infrastructure: REVIEW.infrastructure, workload: { value: [] } }] as const;
    const plans = [{ name, after: name }];
    const environments = { shown: 'production', shownIsNew: false, plans, others };
    const text = markdown(readReport(file(t, JSON.stringify({ ...REVIEW, environments }))));
    assert.doesNotMatch(text.replaceAll(/`[^`]*`/g, ''), /<\/summary> |\[a\]|@octocat/);
  });

  for (const what of [
    'is fine @octo-org/admins',
    '<img src=x>',
    'see [this](//a.b)',
    '**bold**',
    '![](x)',
    'www.a.b',
    'a\n# b',
  ]) {
    test(`says nothing in words that are not the report's: ${JSON.stringify(what)}`, (t) => {
      assert.throws(() => readReport(file(t, forged({ what }))), { message: /^the report cannot be posted: .*what/ });
    });
  }

  test('shows names in code spans, whatever they hold', (t) => {
    const report = markdown(readReport(file(t, forged({ subject: '</details> @octocat [a](b) `' }))));
    assert.ok(report.includes('- look: `` </details> @octocat [a](b) ` `` is replaced'), report);
  });

  for (const [what, text, why] of [
    ['is no JSON', 'hello', /cannot be posted: .*JSON/],
    ['is a list', '[]', /cannot be posted: .*expected object/],
    ['has a name of a thousand characters', forged({ subject: 'x'.repeat(1000) }), /cannot be posted: .*500/],
    ['is larger than any report', `"${'x'.repeat(21 * 1024 * 1024)}"`, /cannot be posted: it has more than \d+ bytes/],
  ] as const) {
    test(`that ${what} is refused`, (t) => {
      assert.throws(() => readReport(file(t, text)), { message: why, exitCode: 2 });
    });
  }

  test('goes to the repository of the workflow, and to no other', () => {
    assert.deepEqual(repositoryOf({ GITHUB_REPOSITORY: 'octo-org/blog' }), { owner: 'octo-org', repo: 'blog' });
    for (const GITHUB_REPOSITORY of ['', 'blog', 'a/b/c']) {
      assert.throws(() => repositoryOf({ GITHUB_REPOSITORY }), { message: /names no repository/, exitCode: 2 });
    }
  });
});
