import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudFormationClient, CreateStackCommand, DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import { CloudFrontClient, CreateCachePolicyCommand, DeleteCachePolicyCommand } from '@aws-sdk/client-cloudfront';
import { AllocateAddressCommand, EC2Client, ReleaseAddressCommand } from '@aws-sdk/client-ec2';
import { DeleteParameterCommand, GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { bootstrapNames } from '../../../lib/bootstrap/names.ts';
import { REGION } from '../../fakes/aws/start.ts';
import type { Harness } from '../../harness/harness.ts';
import { NAME, replaceMatches, replaceOnce } from '../../harness/project.ts';

/** Puts one thing in the way of a deployment. Returns what takes it away again. */
type Obstacle = (harness: Harness) => Promise<() => Promise<unknown>>;

const ADDRESSES = 5;
const PARAMETER = `/cdk-bootstrap/${bootstrapNames({ name: NAME, region: REGION }).qualifier}/version`;
const OTHER_ACCOUNT = '999988887777';

const addressesAreTaken: Obstacle = async ({ aws }) => {
  const ec2 = new EC2Client(aws.client);
  const ids: string[] = [];
  for (let at = 0; at < ADDRESSES; at += 1) {
    const { AllocationId = '' } = await ec2.send(new AllocateAddressCommand({ Domain: 'vpc' }));
    ids.push(AllocationId);
  }
  return async () => {
    for (const AllocationId of ids) await ec2.send(new ReleaseAddressCommand({ AllocationId }));
  };
};

const bootstrapIsGone: Obstacle = async ({ aws }) => {
  const ssm = new SSMClient(aws.client);
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: PARAMETER }));
  await ssm.send(new DeleteParameterCommand({ Name: PARAMETER }));
  return () => ssm.send(new PutParameterCommand({ Name: PARAMETER, Type: 'String', Value: Parameter?.Value }));
};

const stackNameIsTaken: Obstacle = async ({ aws }) => {
  const formation = new CloudFormationClient(aws.client);
  const StackName = `${NAME}-network`;
  const TemplateBody = '{"Resources":{"Topic":{"Type":"AWS::SNS::Topic"}}}';
  await formation.send(new CreateStackCommand({ StackName, TemplateBody }));
  return () => formation.send(new DeleteStackCommand({ StackName }));
};

const policyNameIsTaken: Obstacle = async ({ aws }) => {
  const cloudFront = new CloudFrontClient(aws.client);
  const CachePolicyConfig = { Name: `${NAME}-ghost-${REGION}-Pages`, MinTTL: 0 };
  const { CachePolicy, ETag } = await cloudFront.send(new CreateCachePolicyCommand({ CachePolicyConfig }));
  return () => cloudFront.send(new DeleteCachePolicyCommand({ Id: CachePolicy?.Id, IfMatch: ETag }));
};

const edited =
  (file: string, edit: (text: string) => string): Obstacle =>
  async ({ project }) => {
    const path = join(project.folder, file);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, edit(text));
    return async () => writeFileSync(path, text);
  };

/** Another account, a zone and a branch that are not there, a secret that nobody made. */
const configIsWrong = edited('onemerge.config.ts', (text) => {
  const file = 'onemerge.config.ts';
  const secret = `arn:aws:secretsmanager:${REGION}:${OTHER_ACCOUNT}:secret:mail-AbCdEf`;
  const account = `"account": "${OTHER_ACCOUNT}", "availabilityZones": ["${REGION}a", "${REGION}f"]`;
  return [
    (it: string) => replaceMatches(it, /"account": "\d+"/, account, file),
    (it: string) => replaceOnce(it, '"branch": "main"', '"branch": "nowhere"', file),
    (it: string) => replaceOnce(it, '"blog": {', `"blog": { "mailSecretArn": "${secret}",`, file),
  ].reduce((it, edit) => edit(it), text);
});

const kubernetesIsTooOld = edited('lib/versions.ts', (text) =>
  replaceMatches(text, /KUBERNETES_VERSION = '[^']+'/, "KUBERNETES_VERSION = '1.20'", 'lib/versions.ts'),
);

const GHOST = 'gitops/apps/ghost/image/kustomization.yaml';
const ghostIsNotThere = edited(GHOST, (text) => replaceMatches(text, /newTag: \S+/, 'newTag: 99.0.0', GHOST));

/** Everything that the fake AWS, the registry, the Git server and the clone can put in the way at the same time. */
export const OBSTACLES: readonly Obstacle[] = [
  addressesAreTaken,
  bootstrapIsGone,
  stackNameIsTaken,
  policyNameIsTaken,
  configIsWrong,
  kubernetesIsTooOld,
  ghostIsNotThere,
];
