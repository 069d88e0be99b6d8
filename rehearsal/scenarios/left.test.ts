import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bootstrapNames } from '../../lib/bootstrap/names.ts';
import { ACCOUNT, REGION } from '../fakes/aws/start.ts';
import { NAME } from '../harness/project.ts';
import { notListed, unnamed } from './left.ts';

const { qualifier, toolkitStack, policiesStack } = bootstrapNames({ name: NAME, region: REGION });

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
  vpcs: [],
  networkInterfaces: [],
  loadBalancers: [],
  targetGroups: [],
  secrets: ['blog-mail'],
  parameters: [`/cdk-bootstrap/${qualifier}/version`],
  buckets: [`cdk-${qualifier}-assets-${ACCOUNT}-${REGION}`],
  roles: ['AWSBackupDefaultServiceRole', `cdk-${qualifier}-deploy-role`],
  keys: [],
};

const EXPECTED = { account: ACCOUNT, snapshots: 1 };

test('what the document lists may stay', () => {
  assert.deepEqual(notListed(LISTED, EXPECTED), []);
});

test("another account may keep a bucket of its own, and not the first's", () => {
  const account = '444455556666';
  const moved = { ...LISTED, buckets: [`cdk-${qualifier}-assets-${account}-${REGION}`] };
  assert.deepEqual(notListed(moved, { account, snapshots: 1 }), []);
  assert.equal(notListed(LISTED, { account, snapshots: 1 }).length, 1);
});

test('what stays and is not listed is told, and so is what is listed and gone', () => {
  const other = { ...LISTED, stacks: [toolkitStack, 'blog-database'], snapshots: [], logGroups: ['/aws/codebuild/x'] };
  assert.deepEqual(notListed(other, EXPECTED), [
    `stacks: ${toolkitStack}, blog-database and not ${toolkitStack}, ${policiesStack}`,
    '0 snapshots of the database and not 1',
    'log groups of others than EKS, RDS and functions: /aws/codebuild/x and not none',
  ]);
});

test('nothing of the network, of the blog or of its keys may stay, and no other bucket than the bootstrap has', () => {
  const nobodys = {
    vpcs: ['vpc-1'],
    networkInterfaces: ['eni-1'],
    loadBalancers: ['blog-ghost'],
    targetGroups: ['k8s-ghost'],
    parameters: [...LISTED.parameters, '/blog'],
    buckets: [...LISTED.buckets, 'blog-logs'],
    roles: [...LISTED.roles, `${NAME}-pipeline-Role`],
    keys: ['1234'],
  };
  for (const [kind, names] of Object.entries(nobodys))
    assert.equal(notListed({ ...LISTED, [kind]: names }, EXPECTED).length, 1, `${kind} may stay`);
  assert.equal(
    notListed({ ...LISTED, roles: [...LISTED.roles, `${NAME}-pipeline-Role`] }, EXPECTED)
      .join()
      .includes('cdk-'),
    false,
  );
});

test('a database that was replaced has left a snapshot as well', () => {
  const two = { ...EXPECTED, snapshots: 2 };
  assert.deepEqual(notListed({ ...LISTED, snapshots: ['replaced', 'final'] }, two), []);
  assert.deepEqual(notListed(LISTED, two), ['1 snapshots of the database and not 2']);
});

test('what the command has not printed is told, a secret too', () => {
  const said = [...LISTED.stacks, ...LISTED.logGroups, ...LISTED.kept.map(({ id }) => id), 'final'].join('\n');
  assert.deepEqual(unnamed(LISTED, said), ['blog-mail']);
  assert.deepEqual(unnamed(LISTED, `${said}\nblog-mail`), []);
});
