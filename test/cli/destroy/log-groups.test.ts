import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isSurelyDatabaseOf, isSurelyOf, withoutStanding } from '../../../cli/destroy/log-groups.ts';
import { STACK_NAMES } from '../../support/fixtures.ts';

test('the log groups of a blog that runs, whose name begins as that of the destroyed one, are not to be deleted', () => {
  const gone = ['/aws/lambda/blog-ghost-Handler', 'blog-network-FlowLogs', '/aws/eks/blog/cluster'];
  const alive = ['/aws/lambda/blog-two-ghost-Handler', 'blog-two-network-FlowLogs'];
  assert.deepEqual(withoutStanding([...gone, ...alive], ['blog-two-ghost', 'blog-two-network']), gone);
});

test('without another stack every log group is what the blog has left', () => {
  assert.deepEqual(withoutStanding(['blog-network-FlowLogs'], []), ['blog-network-FlowLogs']);
});

describe('what is deleted for good', () => {
  test('is of this blog, by the names that CloudFormation, EKS and RDS make', () => {
    for (const group of [
      '/aws/eks/blog/cluster',
      '/aws/rds/instance/blog-database-mysqlinstance1-x/error',
      '/aws/lambda/blog-ghost-AWS679f53fac002430c-x',
      'blog-network-FlowLogGroup-x',
    ])
      assert.ok(isSurelyOf('blog', group), group);
  });

  test('is of no other blog whose name begins alike, also when that is gone', () => {
    for (const group of [
      '/aws/eks/blog-two/cluster',
      '/aws/rds/instance/blog-database-database-mysqlinstance1-x/error',
      '/aws/lambda/blog-two-ghost-AWS679f53fac002430c-x',
      'blog-network-ghost-LogsGroup-x',
      'blog-two-network-FlowLogGroup-x',
    ])
      assert.ok(!isSurelyOf('blog', group), group);
    assert.ok(isSurelyDatabaseOf('blog-database', 'blog-database-database-mysqlinstance1-x'));
  });

  test('is looked for in every stack of the app', () => {
    for (const stack of [...STACK_NAMES, 'Certificate'])
      assert.ok(isSurelyOf('blog', `blog-${stack.toLowerCase()}-Group-x`), `add ${stack} to cli/destroy/log-groups.ts`);
  });
});
