import { expectLive } from '../../harness/expect-live.ts';
import type { Scenario } from '../scenario.ts';
import { setField } from './config-line.ts';
import { onlyBlock, readRecipe } from './document.ts';
import { playCommands } from './play.ts';

const DOCUMENT = 'docs/operations.md';
const CONFIG = 'onemerge.config.ts';

const LOOK = [
  'rds describe-db-snapshots --query DBSnapshots[].DBSnapshotIdentifier',
  'rds describe-db-instances --query DBInstances[].DBInstanceIdentifier',
  'efs describe-file-systems --query FileSystems[].FileSystemId',
  'kms list-keys --query Keys[].KeyId',
  'logs describe-log-groups --query logGroups[].logGroupName',
  'cloudformation describe-stacks --query Stacks[].StackName',
  'eks list-clusters --query clusters',
  'ec2 describe-vpcs --query Vpcs[].VpcId',
  'ec2 describe-nat-gateways --query NatGateways[].NatGatewayId',
  'elbv2 describe-load-balancers --query LoadBalancers[].LoadBalancerName',
  'cloudfront list-distributions --query DistributionList.Items[].Id',
  'secretsmanager list-secrets --query SecretList[].Name',
  's3api list-buckets --query Buckets[].Name',
  'iam list-roles --query Roles[].RoleName',
  'sns list-topics --query Topics[].TopicArn',
  'codepipeline list-pipelines --query pipelines[].name',
  'backup list-backup-vaults --query BackupVaultList[].BackupVaultName',
];

export const teardown: Scenario = {
  id: 'teardown',
  title: `${DOCUMENT}: protection is lifted by a merge, everything is destroyed, and what stays is what the document lists`,
  run: async (harness) => {
    const blocks = readRecipe(harness.project.folder, DOCUMENT, 'Tear it down');
    const line = onlyBlock(blocks, 'ts', DOCUMENT);
    const change = {
      branch: 'off',
      title: 'Turn protection off',
      edits: { [CONFIG]: (text: string) => setField(text, line) },
    };
    const commit = await harness.project.merge(change);
    await expectLive(harness, { commit });
    harness.pipeline.stop();
    const before = [];
    for (const look of LOOK)
      before.push(`${look}: ${await playCommands(harness, `aws ${look} --output json 2>&1 || true`)}`);
    const [, , ...args] = onlyBlock(blocks, 'sh', DOCUMENT).trim().split(' ');
    await harness.cdk.run([...args, '--force']);
    const after = [];
    for (const look of LOOK)
      after.push(`${look}: ${await playCommands(harness, `aws ${look} --output json 2>&1 || true`)}`);
    return `BEFORE\n${before.join('\n')}\nAFTER\n${after.join('\n')}`;
  },
};
