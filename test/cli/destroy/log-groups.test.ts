import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutStanding } from '../../../cli/destroy/log-groups.ts';

test('the log groups of a blog that runs, whose name begins as that of the destroyed one, are not to be deleted', () => {
  const gone = ['/aws/lambda/blog-ghost-Handler', 'blog-network-FlowLogs', '/aws/eks/blog/cluster'];
  const alive = ['/aws/lambda/blog-two-ghost-Handler', 'blog-two-network-FlowLogs'];
  assert.deepEqual(withoutStanding([...gone, ...alive], ['blog-two-ghost', 'blog-two-network']), gone);
});

test('without another stack every log group is what the blog has left', () => {
  assert.deepEqual(withoutStanding(['blog-network-FlowLogs'], []), ['blog-network-FlowLogs']);
});
