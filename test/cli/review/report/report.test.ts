import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judge } from '../../../../cli/review/approvals.ts';
import type { Finding } from '../../../../cli/review/facts.ts';
import { dataAtRisk } from '../../../../cli/review/infrastructure/data-at-risk.ts';
import { code, value } from '../../../../cli/review/report/escape.ts';
import { json } from '../../../../cli/review/report/json.ts';
import { markdown } from '../../../../cli/review/report/markdown.ts';
import { exitCodeOf, verdictOf } from '../../../../cli/review/report/verdict.ts';
import type { Review } from '../../../../cli/review/review.ts';
import { changed, changedObjects } from '../../../support/review.ts';

const database = (DBInstanceClass: string, BackupRetentionPeriod = 14) => ({
  Type: 'AWS::RDS::DBInstance',
  Properties: { DBInstanceClass, BackupRetentionPeriod },
});
const deployment = (memory: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'ghost', namespace: 'ghost' },
  spec: { template: { spec: { containers: [{ name: 'ghost', resources: { limits: { memory } } }] } } },
});

const CHANGE = '0123456789ab';

function reviewOf(over: Partial<Review> = {}): Review {
  return {
    base: 'b'.repeat(40),
    head: 'a'.repeat(40),
    infrastructure: { value: [] },
    workload: { value: [] },
    settings: { value: [] },
    acknowledgements: { value: [] },
    judged: judge([], []),
    cost: undefined,
    foreignPackages: false,
    seconds: 4.25,
    ...over,
  };
}

describe('the report', () => {
  test('of a change of both halves says what moves, in which order, and what readers notice', () => {
    const changes = changed(database('db.t4g.micro'), database('db.t4g.small', 7));
    const entry = JSON.stringify({ subject: 'Data/It', change: changes[0]?.change, reason: '<why the data may go>' });
    const report = markdown(
      reviewOf({
        infrastructure: { value: changes },
        workload: { value: changedObjects([deployment('512Mi')], [deployment('768Mi')]) },
        judged: judge(dataAtRisk(changes), []),
      }),
    );
    assert.equal(
      report,
      `<!-- onemerge review -->
## onemerge review: blocked

- **blocked:** \`Data/It\` keeps its backups for fewer days; approve with \`${entry}\`

What moves: infrastructure first, then the workload, unless the config's \`rollout\` is parallel.

What readers notice: the database \`Data/It\` restarts, the pods of \`Deployment/ghost/ghost\` are replaced.

<details><summary>Infrastructure: 1 possibly replaced</summary>

- possibly replaced: \`Data/It\` (\`AWS::RDS::DBInstance\`)
  - \`DBInstanceClass\`: \`"db.t4g.micro"\` → \`"db.t4g.small"\`
  - \`BackupRetentionPeriod\`: \`14\` → \`7\`

</details>

<details><summary>Workload: 1 changed</summary>

- changed: \`Deployment/ghost/ghost\`
  - \`spec.template.spec.containers[ghost].resources.limits.memory\`: \`"512Mi"\` → \`"768Mi"\`

</details>

Base \`${'b'.repeat(40)}\`, head \`${'a'.repeat(40)}\`, 4.3 s.
`,
    );
  });

  test('of a change of documents says that nothing moves', () => {
    assert.match(markdown(reviewOf()), /review: safe\n\n\nWhat moves: nothing\.\n\nWhat readers notice: nothing\./);
  });

  test('of a change of manifests alone says that they wait for nothing', () => {
    const workload = { value: changedObjects([deployment('1')], [deployment('2')]) };
    assert.match(markdown(reviewOf({ workload })), /What moves: workload alone, at once\./);
  });

  test('of a half that cannot be read says why, and shows the other', () => {
    const infrastructure = { error: 'lib/app.ts: unexpected token' };
    const made = reviewOf({ infrastructure, workload: { value: changedObjects([], [deployment('1')]) } });
    assert.match(markdown(made), /\*\*unreadable:\*\* the infrastructure: `lib\/app.ts: unexpected token`/);
    assert.match(markdown(made), /added: `Deployment\/ghost\/ghost`/);
    assert.match(
      markdown(made),
      /What moves: the workload; nobody knows yet whether the infrastructure would\.\n\nWhat readers notice: nothing of what could be read\./,
    );
    assert.equal(exitCodeOf(made), 2);
  });

  test('of halves that cannot be read for one reason says so once, and promises nothing', () => {
    const error = { error: 'package.json is no JSON' };
    const text = markdown(reviewOf({ infrastructure: error, workload: error, settings: error }));
    assert.equal(text.match(/\*\*unreadable:\*\*/g)?.length, 2);
    assert.match(text, /What moves: nobody knows yet whether the infrastructure and the workload would\./);
  });

  for (const [part, words] of [
    ['settings', 'settings'],
    ['approvals', 'approvals'],
    ['acknowledgements', 'findings of rules'],
  ] as const) {
    test(`of ${words} that cannot be read is red, and shows both halves`, () => {
      const made = reviewOf({
        [part]: { error: 'no JSON' },
        workload: { value: changedObjects([], [deployment('1')]) },
      });
      assert.match(markdown(made), new RegExp(`unreadable:\\*\\* the ${words}: \`no JSON\``));
      assert.match(markdown(made), /added: `Deployment\/ghost\/ghost`/);
      assert.equal(exitCodeOf(made), 2);
    });
  }

  test('of settings, rules, images and code lists each', () => {
    const code = (hash: string) => ({
      Type: 'AWS::Lambda::Function',
      Properties: { Code: { S3Key: hash.repeat(64) } },
    });
    const image = (tag: string) => ({
      ...deployment('1'),
      spec: { template: { spec: { containers: [{ name: 'ghost', image: `ghost:${tag}` }] } } },
    });
    const report = markdown(
      reviewOf({
        infrastructure: { value: changed(code('a'), code('b')) },
        workload: { value: changedObjects([image('6.1')], [image('6.2')]) },
        settings: { value: [{ key: 'SITE_LANGUAGE', impact: 'added' }] },
        acknowledgements: { value: [{ rule: 'A-1', path: 'It', impact: 'removed', reason: 'it is small' }] },
      }),
    );
    assert.match(report, /^- updated: `Data\/It` \(`AWS::Lambda::Function`\), by the contents of an asset alone$/m);
    assert.match(report, /^Image: `"ghost:6\.1"` → `"ghost:6\.2"`\.$/m);
    assert.match(report, /Settings: 1 added<\/summary>\n\n- added: `SITE_LANGUAGE`$/m);
    assert.match(
      report,
      /Excused from rules: 1 removed<\/summary>\n\n- removed: `It` from `A-1`, because `it is small`$/m,
    );
  });

  for (const [what, after, words] of [
    ['rises', 12.5, 'rises by 2.50 to 12.50 dollars'],
    ['falls', 7, 'falls by 3.00 to 7.00 dollars'],
    ['stays', 10, 'stays at 10.00 dollars'],
  ] as const) {
    test(`of infrastructure says that the cost ${what}, and what has no price`, () => {
      const report = markdown(
        reviewOf({
          infrastructure: { value: changed(database('db.t4g.micro'), database('db.t4g.small')) },
          cost: { before: 10, after, changes: [], unknown: ['Data/It'] },
        }),
      );
      assert.match(
        report,
        new RegExp(`^Cost a month: ${words} \\(list prices .*\\. Without a price here: \`Data/It\`\\.$`, 'm'),
      );
    });
  }

  test('of other packages says that the base was not read with its own', () => {
    assert.match(
      markdown(reviewOf({ foreignPackages: true })),
      /- look: package-lock.json differs, so the base was read/,
    );
  });

  test('has no more than 30 lines that are not folded, and folds the reasons that are more than a glance takes', () => {
    const looks = Array.from(
      { length: 1012 },
      (_, n): Finding => ({ kind: 'look', subject: `A/${n}`, change: CHANGE, what: 'is replaced' }),
    );
    const report = markdown(reviewOf({ judged: judge(looks, []) }));
    assert.ok(report.replace(/<details>.*<\/details>/s, '').split('\n').length <= 30, report);
    assert.match(report, /^<details><summary>and 1000 more<\/summary>$/m);
    assert.match(report, /^- look: `A\/500` is replaced$[\s\S]*^- and \d+ more, in the output of --json$/m);
  });

  test('has no more than 60,000 characters: whole objects are left out, and counted', () => {
    const names = Array.from({ length: 5000 }, (_, n) => ({ ...deployment('1'), metadata: { name: `object-${n}` } }));
    const report = markdown(reviewOf({ workload: { value: changedObjects([], names) } }));
    assert.ok(report.length <= 60_000, `${report.length}`);
    const shown = [...report.matchAll(/^- added: `Deployment\/object-\d+`$/gm)].length;
    assert.match(report, new RegExp(`^- and ${5000 - shown} more, in the output of --json$`, 'm'));
  });
});

describe('the verdict', () => {
  const look: Finding = { kind: 'look', subject: 'A/B', change: CHANGE, what: 'is replaced' };
  const risk: Finding = { kind: 'risk', subject: 'A/B', change: CHANGE, what: 'is removed' };
  const approval = { subject: 'A/B', change: CHANGE, reason: 'nothing was in it' };
  for (const [verdict, exitCode, judged] of [
    ['safe', 0, judge([], [])],
    ['look closely', 0, judge([look], [])],
    ['blocked', 1, judge([risk], [])],
    ['look closely', 0, judge([risk], [approval])],
    ['look closely', 0, judge([], [approval])],
  ] as const) {
    test(`is "${verdict}" for ${JSON.stringify(judged)}`, () => {
      assert.equal(verdictOf(reviewOf({ judged })), verdict);
      assert.equal(exitCodeOf(reviewOf({ judged })), exitCode);
    });
  }

  test('and everything behind it is there for machines, but for whole objects', () => {
    const workload = { value: changedObjects([], [deployment('768Mi')]) };
    const { verdict, workload: half } = JSON.parse(json(reviewOf({ workload })));
    assert.equal(verdict, 'safe');
    const { change: _, ...told } = half.value[0];
    assert.deepEqual(told, {
      key: 'Deployment/ghost/ghost',
      kind: 'Deployment',
      impact: 'added',
      forced: false,
      fields: [],
    });
  });
});

describe('text of a pull request', () => {
  for (const [what, text, expected] of [
    ['ends no fold', '</details>\n\n# Approved', '`</details> # Approved`'],
    ['mentions nobody', '@octocat', '`@octocat`'],
    ['ends no code span', 'a`b``c', '``` a`b``c ```'],
    ['is never empty', '\n', '` `'],
    ['does not turn its line round', 'a\u202eb', '`a\\u{202e}b`'],
    ['holds nothing that is not seen', 'a\u200bb\u00a0c', '`a\\u{200b}b\\u{a0}c`'],
    ['has no letters that look like Latin ones beside those', 'ghcr.io/\u0430pple', '`ghcr.io/\\u{430}pple`'],
    ['may be of another script', 'Über Блог', '`Über Блог`'],
  ] as const) {
    test(what, () => assert.equal(code(text), expected));
  }

  test('leaves room for the rest of the report, however long a name or a reason is', () => {
    const told = code('a'.repeat(100_000));
    assert.ok(told.length < 1100, `${told.length} characters`);
    assert.match(told, /and 99000 more characters`$/);
  });
  test('is told by its length when it is long', () => assert.equal(value('x'.repeat(500)), '502 characters'));
  test('that is not there is nothing', () => assert.equal(value(undefined), 'nothing'));
});
