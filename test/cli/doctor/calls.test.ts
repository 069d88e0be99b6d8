import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Account } from '../../../cli/doctor/account/account.ts';
import { NAMED_TYPES } from '../../../cli/doctor/account/names.ts';
import { openAccount } from '../../../cli/doctor/account/open.ts';
import { readDocument } from '../../support/documents.ts';

/** The prefix of IAM's actions for each client of the SDK. */
const SERVICES: Readonly<Record<string, string>> = {
  BackupClient: 'backup',
  CloudFormationClient: 'cloudformation',
  CloudFrontClient: 'cloudfront',
  CloudWatchClient: 'cloudwatch',
  CodePipelineClient: 'codepipeline',
  CodeStarConnectionsClient: 'codestar-connections',
  EC2Client: 'ec2',
  EKSClient: 'eks',
  ElasticLoadBalancingV2Client: 'elasticloadbalancing',
  RDSClient: 'rds',
  SNSClient: 'sns',
  SSMClient: 'ssm',
  SecretsManagerClient: 'secretsmanager',
  ServiceQuotasClient: 'servicequotas',
  STSClient: 'sts',
};

/** What each method is called with; a method that is missing here does not compile. */
const CALLS: { readonly [Name in Exclude<keyof Account, 'region'>]: readonly Parameters<Account[Name]>[] } = {
  caller: [[]],
  regionStatus: [[]],
  stacks: [[]],
  bootstrapVersion: [['omf16d05ec', 'eu-west-1']],
  zones: [[]],
  databaseZones: [[{ engine: 'mysql', majorVersion: '8.4', instanceClass: 'db.t4g.small', storageType: 'gp3' }]],
  names: NAMED_TYPES.map((type) => [type]),
  freeAddresses: [[['subnet-1']]],
  distributions: [[]],
  vpcOrigins: [[]],
  physicalIds: [['blog-ghost']],
  stackPolicy: [['blog-ghost']],
  connectionStatus: [['arn:aws:codeconnections:eu-west-1:111122223333:connection/1']],
  executions: [['blog-pipeline', 5, { timeoutMinutes: 60 }]],
  recoveryPoints: [['arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs-1']],
  vaultLock: [['blog-0123abcd']],
  copiesIn: [['blog-0123abcd']],
  databaseSupportEnd: [['mysql', '8.4']],
  subscriptions: [['arn:aws:sns:eu-west-1:111122223333:topic']],
  targetStates: [['arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/ghost/1']],
  nodes: [['blog']],
  prefixLists: [['com.amazonaws.global.cloudfront.origin-facing']],
  ingress: [['sg-1']],
  database: [['blog']],
  quota: [[{ service: 'vpc', code: 'L-F678F1CE' }]],
  addresses: [[]],
  vpcs: [[]],
  natGateways: [[]],
  secretExists: [['arn:aws:secretsmanager:eu-west-1:111122223333:secret:mail-AbCdEf']],
  githubAppKey: [['blog']],
  kubernetesVersion: [['1.36']],
  addonVersions: [['aws-efs-csi-driver', '1.36']],
};

interface Logged {
  readonly clientName: string;
  readonly commandName: string;
}

/** The actions of IAM that the doctor's calls need: each call is sent, and refused. */
async function actionsSent(): Promise<string[]> {
  const sent = new Set<string>();
  const note = ({ clientName, commandName }: Logged) =>
    sent.add(`${SERVICES[clientName] ?? clientName}:${commandName.replace(/Command$/, '')}`);
  const refusal = { statusCode: 400, headers: {}, body: Buffer.from('{}') };
  const account = openAccount('eu-west-1', {
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: { handle: async () => ({ response: refusal }) },
    logger: { debug: () => undefined, info: note, warn: () => undefined, error: note },
    maxAttempts: 1,
  });
  for (const [name, calls] of Object.entries(CALLS)) {
    const method = account[name as keyof typeof CALLS] as (...parameters: unknown[]) => Promise<unknown>;
    for (const parameters of calls) await assert.rejects(method(...parameters), { name: 'CommandError' });
  }
  return [...sent].sort();
}

/** The actions that docs/first-deploy.md grants to whoever runs the doctor. */
function actionsDocumented(): string[] {
  const [, policy = '{}'] = /```json\n([\s\S]*?)```/.exec(readDocument('docs/first-deploy.md')) ?? [];
  const { Statement = [] } = JSON.parse(policy) as { Statement?: { Action: string[] }[] };
  return Statement.flatMap(({ Action }) => Action).sort();
}

test('the doctor sends exactly the calls that docs/first-deploy.md lists', async () => {
  assert.deepEqual(await actionsSent(), actionsDocumented());
});

test('and each of them only reads', () => {
  const others = actionsDocumented().filter((action) => !/:(Describe|List|Get)[A-Z]/.test(action));
  assert.deepEqual(others, []);
});
