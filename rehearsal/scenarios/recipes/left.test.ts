import assert from 'node:assert/strict';
import { test } from 'node:test';
import { notListed } from './left.ts';

const LISTED = {
  stacks: ['CDKToolkit'],
  kept: [
    { type: 'AWS::Logs::LogGroup', id: 'blog-cluster-HandlerLogs' },
    { type: 'AWS::EFS::FileSystem', id: 'fs-1' },
  ],
  snapshots: ['final'],
  databases: [],
  clusters: [],
  logGroups: ['/aws/rds/instance/database/error', 'blog-cluster-HandlerLogs'],
};

test('what the document lists may stay', () => {
  assert.deepEqual(notListed(LISTED), []);
});

test('what stays and is not listed is told, and so is what is listed and gone', () => {
  const other = { ...LISTED, stacks: ['CDKToolkit', 'blog-database'], snapshots: [], logGroups: ['/aws/codebuild/x'] };
  assert.deepEqual(notListed(other), [
    'stacks: CDKToolkit, blog-database and not CDKToolkit',
    '0 snapshots of the database and not 1',
    'log groups of others than EKS, RDS and functions: /aws/codebuild/x and not none',
  ]);
});
