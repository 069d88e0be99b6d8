import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bootstrapNames } from '../../../lib/bootstrap/names.ts';
import { REGION } from '../../fakes/aws/start.ts';
import { NAME } from '../../harness/project.ts';
import { notListed } from './left.ts';

const { toolkitStack, policiesStack } = bootstrapNames({ name: NAME, region: REGION });

const LISTED = {
  stacks: [toolkitStack, policiesStack],
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
  const other = { ...LISTED, stacks: [toolkitStack, 'blog-database'], snapshots: [], logGroups: ['/aws/codebuild/x'] };
  assert.deepEqual(notListed(other), [
    `stacks: ${toolkitStack}, blog-database and not ${toolkitStack}, ${policiesStack}`,
    '0 snapshots of the database and not 1',
    'log groups of others than EKS, RDS and functions: /aws/codebuild/x and not none',
  ]);
});
