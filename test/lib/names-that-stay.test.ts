import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { STACK_NAMES, type StackName, type TemplateResource, templates } from '../support/fixtures.ts';

/**
 * Resources whose logical ids must not move, and what a move would do: CloudFormation makes another one under the new id and removes
 * the one under the old id, though nothing else changed. What to do instead: keep the construct's id and its place in the tree, or
 * set the old id with `overrideLogicalId`.
 */
const STAYS: Readonly<Record<StackName, Readonly<Record<string, string>>>> = {
  Network: { Vpc8378EB38: 'everything stands in it' },
  Cluster: {
    KubernetesSecretsKey86ABA781:
      "the cluster's secrets cannot be read without it, and a cluster cannot change its key",
    KubernetesEksE5556546: 'its name is taken, and everything in it would be gone',
    KubernetesEksKubectlProviderHandlerLogGroup48455E78:
      'a new one: what was logged stays behind in one that no stack owns',
    KubernetesEksKubectlProviderframeworkonEventLogGroupDE9E6CEA:
      'a new one: what was logged stays behind in one that no stack owns',
    KubernetesAdminRoleACD8585D: 'people name it in their kubeconfig',
  },
  Flux: {
    FluxOperator706CB4A1: 'uninstalls Flux, and with it what Flux has applied',
    NodesManifestCA3D8A3D: 'removes the node pool, and with it every node, after it was applied under the new id',
    FluxInstanceA725B048: 'removes Flux, and with it what Flux has applied',
  },
  Database: {
    MySqlInstanceD96AB729: 'an empty database',
    MySqlInstanceSubnetGroup7B9ACF46: 'the database cannot change its subnets, and is replaced',
    MySqlParameters9F1A8E09: 'the database restarts',
  },
  Ghost: {
    ContentFileSystem939153B0: 'no images, themes and files: the old ones stay behind where nobody mounts them',
    ContentFileSystemAccessPoint3689D9C4: 'a volume cannot change its access point: pods that stand cannot mount it',
    LoadBalancerNlb0CEC888C: 'the VPC origins lead to nothing until CloudFront has changed them, minutes',
    LoadBalancerGhostTargets850D3FB4: 'no target until the cluster has bound the pod again',
    LoadBalancerWebhookTargetsCC8D881C: 'no target until the cluster has bound the pod again',
    CdnGhostOrigina6d881cf: 'its name is taken, and the distribution uses it',
    CdnWebhookOriginbd54f5c0: 'its name is taken, and the distribution uses it',
    CdnViewerRequest187CE90A: 'its name is taken, and the distribution uses it',
    CdnAwayBucketDBAD1EFF: 'the distribution has no page for errors until CloudFront has changed its origin, minutes',
    CdnDistribution149FA6C8: 'another address of the blog, for readers and for the webhook',
    Owner3BA7C727: "another password than the one that the blog's owner has",
    WebhookB701416B: 'GitHub signs with a token that Flux does not know any more',
    AWS679f53fac002430cb0da5b7982bd2287LogGroup449FB7C2:
      'a new one: what was logged stays behind in one that no stack owns',
  },
  Protection: {
    AWS679f53fac002430cb0da5b7982bd2287LogGroup449FB7C2:
      'a new one: what was logged stays behind in one that no stack owns',
  },
  Alarms: {
    MailKey22838070: 'mails that are under way cannot be read',
    MailTopic1B18EFD8: 'nobody hears of an alarm until the address is confirmed again',
  },
  Pipeline: {
    GitHub: 'PENDING again: the pipeline cannot fetch the mend, until a person finishes the handshake',
    DeployRoleFF7E9D15: 'the build that deploys loses its rights half-way',
    PipelineC660917D: 'its executions are gone, and the one that deploys this is cancelled',
    Artifacts82DD59A1: 'the execution that deploys this loses its artifacts',
  },
};

/** Kinds of which every one is to be on the list: they hold data, are known outside the app by a name, or are left behind. */
const KINDS =
  /^AWS::(EFS::(FileSystem|AccessPoint)|RDS::DB(Instance|Cluster)|SecretsManager::Secret|KMS::Key|S3::Bucket|DynamoDB::\w+|EKS::Cluster|EC2::VPC|CloudFront::(Distribution|VpcOrigin)|CodeConnections::Connection|CodePipeline::Pipeline|SNS::Topic|SQS::Queue|Cognito::UserPool|Route53::HostedZone|CertificateManager::Certificate|ElasticLoadBalancingV2::(LoadBalancer|TargetGroup))$/;

/** Why a resource has to be on the list; undefined when it need not. */
function reasonToList({
  Type,
  Properties = {},
  DeletionPolicy,
  UpdateReplacePolicy,
}: TemplateResource): string | undefined {
  if (KINDS.test(Type)) return `${Type} holds data, or is known outside the app`;
  const kept = [DeletionPolicy, UpdateReplacePolicy].find((policy) => policy !== undefined && policy !== 'Delete');
  if (kept !== undefined) return `it is left behind: ${kept}`;
  const name = NAMED.find((property) => typeof Properties[property] === 'string');
  return name === undefined ? undefined : `its ${name} is taken as long as the old one stands`;
}

/** Properties that name a resource in its account; what AWS names by itself has none of them. */
const NAMED = [
  ...['Name', 'BucketName', 'RoleName', 'FunctionName', 'LogGroupName', 'TopicName', 'TableName', 'ConnectionName'],
  ...['DBInstanceIdentifier', 'DBParameterGroupName', 'PolicyName', 'AliasName', 'ClusterName', 'RepositoryName'],
];

const resourcesOf = (stack: StackName): Readonly<Record<string, TemplateResource>> =>
  templates()[stack].toJSON().Resources;

describe('a logical id that must not move', () => {
  for (const stack of STACK_NAMES) {
    for (const [id, consequence] of Object.entries(STAYS[stack])) {
      test(`is where it was: ${stack}/${id}`, () => {
        assert.ok(
          id in resourcesOf(stack),
          `${stack}/${id} is gone or has another id. Deployed, that means: ${consequence}`,
        );
      });
    }

    test(`is listed for every resource of a kind that needs it: ${stack}`, () => {
      const missing = Object.entries(resourcesOf(stack))
        .filter(
          ([id, resource]) =>
            reasonToList(resource) !== undefined && !INLINE.test(resource.Type) && !(id in STAYS[stack]),
        )
        .map(([id, resource]) => `${stack}/${id}: ${reasonToList(resource)}`);
      assert.deepEqual(missing, [], 'add it to STAYS in this file, with what a move would do');
    });
  }

  test('is asked of what is retained, of what has a name, and of what holds data', () => {
    const of = (resource: Partial<TemplateResource>) =>
      reasonToList({ Type: 'AWS::X::Y', Properties: {}, ...resource });
    assert.match(of({ UpdateReplacePolicy: 'Retain' }) ?? '', /^it is left behind: Retain/);
    assert.match(of({ DeletionPolicy: 'Snapshot' }) ?? '', /^it is left behind: Snapshot/);
    assert.match(of({ Properties: { RoleName: 'x' } }) ?? '', /^its RoleName is taken/);
    assert.match(of({ Type: 'AWS::S3::Bucket' }) ?? '', /holds data/);
    assert.equal(of({ DeletionPolicy: 'Delete', Properties: { RoleName: { Ref: 'x' } } }), undefined);
  });
});

/** Their names are taken within another resource only, which a move takes along. */
const INLINE = /^AWS::IAM::Policy$/;
