import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usedAgainstAllowed } from './bounds.ts';

test('each action that is allowed is listed with what was called of it, or why it stays', () => {
  const patterns = ['eks:*', 'wafv2:GetWebACL', 'rds:Delete*', 's3:GetObject'];
  assert.deepEqual(usedAgainstAllowed(patterns, ['eks:TagResource', 'eks:CreateCluster'], ['rds:DeleteDBInstance']), [
    'eks:*: eks:CreateCluster, eks:TagResource\n',
    'wafv2:GetWebACL: CloudFront asks it for a distribution with blog.webAclArn\n',
    'rds:Delete*: for changes and deletions\n',
    's3:GetObject: by nobody\n',
  ]);
});
