import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judgeDeployment } from '../../../cli/approvals/require-approvals.ts';
import type { TemplateResource } from '../../../cli/review/facts.ts';
import { app, changed } from '../../support/review.ts';

const database = (schema: string): TemplateResource => ({
  Type: 'AWS::RDS::DBInstance',
  Properties: { DBName: schema },
});
const one = (resource: TemplateResource) => app({ It: resource });
const approval = (before: string, after: string) => ({
  subject: 'Data/It',
  change: changed(database(before), database(after))[0]?.change,
  reason: 'the blog starts over',
});
const QUIET = 'This deployment puts no data at risk.';

describe('a deployment that replaces the database', () => {
  test('is refused without an approval, with the entry that approves it', () => {
    assert.throws(
      () => judgeDeployment(one(database('a')), one(database('b')), undefined),
      ({ message, help, exitCode }) => {
        assert.match(message, /puts data at risk, and approvals\.json does not approve it:\n {2}Data\/It is replaced$/);
        const entry = JSON.stringify({ ...approval('a', 'b'), reason: '<why the data may go>' });
        assert.equal(
          help,
          `revert the merge; if you mean it, merge these lines of the list in approvals.json: ${entry}`,
        );
        assert.equal(exitCode, 1);
        return true;
      },
    );
  });

  test('passes with the approval, and says why', () => {
    const text = JSON.stringify([approval('a', 'b')]);
    assert.equal(
      judgeDeployment(one(database('a')), one(database('b')), text),
      'approved: Data/It is replaced, because the blog starts over',
    );
  });

  test('is refused with the approval of an earlier replacement', () => {
    const text = JSON.stringify([approval('a', 'b')]);
    assert.throws(() => judgeDeployment(one(database('b')), one(database('c')), text), { exitCode: 1 });
  });
});

describe('a deployment needs no approval', () => {
  test('of a stack that does not stand yet', () => {
    assert.equal(judgeDeployment({}, one(database('a')), undefined), QUIET);
  });

  test('where a text differs only in what CloudFormation does not keep', () => {
    const bucket = (BucketName: string) => one({ Type: 'AWS::S3::Bucket', Properties: { BucketName } });
    assert.equal(judgeDeployment(bucket('na?ve'), bucket('naïve'), undefined), QUIET);
  });

  test('to turn protection off, for which the config demands a reason', () => {
    const policy = (Resource: string[]) =>
      one({ Type: 'Custom::StackPolicy', Properties: { Update: JSON.stringify({ Resource }) } });
    assert.equal(judgeDeployment(policy(['LogicalResourceId/A']), policy([]), undefined), QUIET);
  });
});
