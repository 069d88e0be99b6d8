import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FLUX_OPERATOR_VERSION, FLUX_VERSION } from '../../lib/versions.ts';
import { madeBy, resources, templates, theOnly } from '../support/fixtures.ts';

const HELM = 'Custom::AWSCDK-EKS-HelmChart';
const MANIFEST = 'Custom::AWSCDK-EKS-KubernetesResource';

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
    const { Cluster: cluster } = templates({ kubernetesApi: { allowedCidrs: ['203.0.113.7/32'] } });
    const access = theOnly(cluster, 'AWS::EKS::Cluster').Properties.ResourcesVpcConfig;
    assert.equal(access.EndpointPublicAccess, true);
    assert.equal(access.EndpointPrivateAccess, true);
    assert.deepEqual(access.PublicAccessCidrs, ['203.0.113.7/32']);
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

describe('Flux', () => {
  const { Cluster: cluster } = templates();
  const operator = theOnly(cluster, HELM);
  const instance = theOnly(cluster, MANIFEST);
  const [flux] = JSON.parse(instance.Properties.Manifest);

  test('is installed from the pinned chart', () => {
    assert.equal(operator.Properties.Chart, 'oci://ghcr.io/controlplaneio-fluxcd/charts/flux-operator');
    assert.equal(operator.Properties.Version, FLUX_OPERATOR_VERSION);
  });

  test('has values of its own, so that a rollback of its values is one', () => {
    assert.ok(operator.Properties.Values, 'helm upgrade without values keeps those of the release before');
  });

  test('gives Helm up well before Lambda cuts it off and leaves the release pending', () => {
    const seconds = Number.parseInt(operator.Properties.Timeout, 10);
    assert.ok(seconds <= 600, `${seconds} s is too near to the 900 s of a Lambda function`);
  });

  test('follows the branch of the repository in the config', () => {
    const { Cluster: other } = templates({ repository: { owner: 'octo-org', name: 'blog', branch: 'live' } });
    const [{ spec }] = JSON.parse(theOnly(other, MANIFEST).Properties.Manifest);
    assert.equal(spec.sync.url, 'https://github.com/octo-org/blog.git');
    assert.equal(spec.sync.ref, 'refs/heads/live');
    assert.equal(spec.sync.path, 'gitops/clusters/production');
  });

  test('is the pinned distribution with the four controllers that the tree needs', () => {
    assert.equal(flux.spec.distribution.version, FLUX_VERSION);
    assert.deepEqual(flux.spec.components, [
      'source-controller',
      'kustomize-controller',
      'helm-controller',
      'notification-controller',
    ]);
  });

  test('admits only the traffic that Flux needs', () => assert.equal(flux.spec.cluster.networkPolicy, true));

  test('lets a fix interrupt the wait for the rollout that it fixes, and looks for dependencies ten times a second', () => {
    const patch = flux.spec.kustomize.patches.find(
      ({ target }: { target: { kind: string } }) => target.kind === 'Deployment',
    );
    const added = JSON.parse(patch.patch).map(({ value }: { value: string }) => value);
    assert.deepEqual(added, ['--feature-gates=CancelHealthCheckOnNewRevision=true', '--requeue-dependency=100ms']);
  });

  test('fetches the manifests, in which it starts, and nothing else', () => {
    const patch = flux.spec.kustomize.patches.find(
      ({ target }: { target: { kind: string } }) => target.kind === 'GitRepository',
    );
    assert.deepEqual(JSON.parse(patch.patch), [{ op: 'add', path: '/spec/sparseCheckout', value: ['gitops'] }]);
    assert.ok(flux.spec.sync.path.startsWith('gitops/'), 'Flux starts outside of what it fetches');
  });

  test('substitutes the settings in the root Kustomization too, which states its timing', () => {
    const patch = flux.spec.kustomize.patches.find(
      ({ target }: { target: { kind: string } }) => target.kind === 'Kustomization',
    );
    const added = Object.fromEntries(
      JSON.parse(patch.patch).map(({ path, value }: { path: string; value: unknown }) => [path, value]),
    );
    assert.deepEqual(added['/spec/postBuild'], {
      substituteStrategy: 'Always',
      substituteFrom: [{ kind: 'ConfigMap', name: 'settings' }],
    });
    assert.deepEqual(Object.keys(added).sort(), [
      '/spec/postBuild',
      '/spec/retryInterval',
      '/spec/timeout',
      '/spec/wait',
    ]);
  });

  test('goes before its operator on deletion, so that the operator can take it apart', () => {
    assert.ok(instance.DependsOn?.includes(operator.logicalId), 'FluxInstance must depend on the operator');
  });

  test('waits until the kubectl handler reaches the API', () => {
    const open = (operator.DependsOn ?? []).some((id) => id.startsWith('KubernetesHandlerAccess'));
    assert.ok(open, 'the chart must depend on the rule that admits the handler');
  });
});
