import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { madeBy, resources, templates, theOnly } from '../support/fixtures.ts';

describe('the cluster', () => {
  const { Cluster: cluster } = templates();
  const eks = theOnly(cluster, 'AWS::EKS::Cluster');

  test('runs in Auto Mode, on Kubernetes 1.36', () => {
    assert.equal(eks.Properties.Version, '1.36');
    assert.equal(eks.Properties.ComputeConfig.Enabled, true);
    assert.equal(eks.Properties.StorageConfig.BlockStorage.Enabled, true);
    assert.equal(eks.Properties.KubernetesNetworkConfig.ElasticLoadBalancing.Enabled, true);
  });

  test('is reached from inside the VPC only', () => {
    assert.equal(eks.Properties.ResourcesVpcConfig.EndpointPublicAccess, false);
    assert.equal(eks.Properties.ResourcesVpcConfig.EndpointPrivateAccess, true);
  });

  test('encrypts Secrets with a key that rotates', () => {
    assert.deepEqual(eks.Properties.EncryptionConfig[0].Resources, ['secrets']);
    assert.equal(theOnly(cluster, 'AWS::KMS::Key').Properties.EnableKeyRotation, true);
  });

  test('logs all five types for three months', () => {
    const types = eks.Properties.Logging.ClusterLogging.EnabledTypes.map(({ Type }: { Type: string }) => Type);
    assert.deepEqual(types.sort(), ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler']);
    assert.equal(theOnly(cluster, 'Custom::LogRetention').Properties.RetentionInDays, 90);
  });

  test('logs everything but the requests to the API when the config turns those off', () => {
    const { Cluster: quiet } = templates({ kubernetesApi: { auditLogs: { off: 'Too dear for a demo' } } });
    const { ClusterLogging } = theOnly(quiet, 'AWS::EKS::Cluster').Properties.Logging;
    const types = ClusterLogging.EnabledTypes.map(({ Type }: { Type: string }) => Type);
    assert.deepEqual(types.sort(), ['api', 'authenticator', 'controllerManager', 'scheduler']);
  });

  test('knows its DNS address before it exists', () => {
    assert.equal(eks.Properties.KubernetesNetworkConfig.ServiceIpv4Cidr, '172.20.0.0/16');
  });

  test('lets people in by access entries only, and not whoever happened to create it', () => {
    assert.equal(eks.Properties.AccessConfig.AuthenticationMode, 'API');
    assert.equal(eks.Properties.AccessConfig.BootstrapClusterCreatorAdminPermissions, false);
    const admins = Object.values(resources(cluster, 'AWS::EKS::AccessEntry')).map(
      ({ Properties }) => Properties.PrincipalArn,
    );
    assert.equal(admins.length, 2, 'administrators: the role for people and the kubectl handler');
  });

  test('can be rolled back when its first deployment fails: its stack protects it, not the cluster itself', () => {
    assert.equal(eks.Properties.DeletionProtection, undefined);
  });

  test('never slides into extended support, which costs six times as much', () => {
    assert.deepEqual(eks.Properties.UpgradePolicy, { SupportType: 'STANDARD' });
  });

  test('keeps its logical id', () => assert.equal(eks.logicalId, 'KubernetesEksE5556546'));

  test('gives the kubectl handler a security group of its own, because the database trusts the one of the cluster', () => {
    const handler = Object.values(resources(cluster, 'AWS::Lambda::Function')).find(
      ({ Properties }) => Properties.Layers,
    );
    const groups = handler?.Properties.VpcConfig.SecurityGroupIds;
    assert.equal(groups.length, 1);
    assert.match(groups[0]['Fn::GetAtt'][0], /^KubernetesHandlerSecurityGroup/);
  });
});

describe('the API of the cluster', () => {
  test('is reached from exactly the networks of the config', () => {
    const { Cluster: cluster } = templates({ kubernetesApi: { allowedCidrs: ['192.175.48.7/32'] } });
    const access = theOnly(cluster, 'AWS::EKS::Cluster').Properties.ResourcesVpcConfig;
    assert.equal(access.EndpointPublicAccess, true);
    assert.equal(access.EndpointPrivateAccess, true);
    assert.deepEqual(access.PublicAccessCidrs, ['192.175.48.7/32']);
  });

  const adminTrust = (adminPrincipals: string[]) => {
    const { Cluster: cluster } = templates({ kubernetesApi: { adminPrincipals } });
    const role = madeBy(cluster, 'AWS::IAM::Role', 'KubernetesAdminRole');
    return JSON.stringify(role.Properties.AssumeRolePolicyDocument.Statement);
  };

  test('is administered by the principals of the config', () => {
    const developer = 'arn:aws:iam::111122223333:role/Developer';
    assert.match(adminTrust([developer]), new RegExp(developer));
    assert.doesNotMatch(adminTrust([developer]), /:root/);
  });

  test('is administered by whoever the account lets take the role, when the config names nobody', () => {
    assert.match(adminTrust([]), /:root/);
  });
});
