import { KubectlV36Layer } from '@aws-cdk/lambda-layer-kubectl-v36';
import { type CfnCondition, CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { type ISecurityGroup, type IVpc, Peer, Port, SecurityGroup, SubnetType } from 'aws-cdk-lib/aws-ec2';
import * as eks from 'aws-cdk-lib/aws-eks-v2';
import { AccountRootPrincipal, ArnPrincipal, CompositePrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogRetention, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge, acknowledgeLogRetention, arnInFinding, managedPolicyFinding } from '../acknowledge.ts';
import type { Config } from '../config/config.ts';
import { KUBERNETES_VERSION } from '../versions.ts';

export interface KubernetesClusterProps {
  /** Name of the cluster. */
  readonly name: string;
  readonly vpc: IVpc;
  /** Who reaches the API from outside the VPC, who may take the admin role, and whether requests are logged. */
  readonly api: Config['kubernetesApi'];
}

type AuditLogs = Config['kubernetesApi']['auditLogs'];

/** The addresses of Services; fixed so that the DNS address is known before the cluster exists. */
const SERVICE_CIDR = '172.20.0.0/16';

const AUTO_MODE_POLICIES = [
  'AmazonEKSClusterPolicy',
  'AmazonEKSComputePolicy',
  'AmazonEKSBlockStoragePolicy',
  'AmazonEKSLoadBalancingPolicy',
  'AmazonEKSNetworkingPolicy',
  'AmazonEKSWorkerNodePolicy',
  'AmazonEC2ContainerRegistryReadOnly',
];

/** EKS Auto Mode: AWS runs nodes, load balancing, storage and DNS. */
export class KubernetesCluster extends Construct {
  readonly cluster: eks.Cluster;

  /** Address of the cluster's DNS service: the tenth of the service range. */
  readonly dnsAddress = '172.20.0.10';

  constructor(scope: Construct, id: string, props: KubernetesClusterProps) {
    super(scope, id);
    const handler = this.handlerSecurityGroup(props.vpc);
    this.cluster = new eks.Cluster(this, 'Eks', {
      clusterName: props.name,
      version: eks.KubernetesVersion.of(KUBERNETES_VERSION),
      vpc: props.vpc,
      vpcSubnets: [{ subnetType: SubnetType.PRIVATE_WITH_EGRESS }],
      defaultCapacityType: eks.DefaultCapacityType.AUTOMODE,
      // The Flux stack brings a pool of our own. This one starts no node unless a pod asks for it, and keeps the NodeClass
      // `default` there, which is gone without any built-in pool.
      // https://docs.aws.amazon.com/eks/latest/userguide/set-builtin-node-pools.html
      compute: { nodePools: ['system'] },
      serviceIpv4Cidr: SERVICE_CIDR,
      endpointAccess: endpointAccess(props.api.allowedCidrs),
      bootstrapClusterCreatorAdminPermissions: false,
      secretsEncryptionKey: new Key(this, 'SecretsKey', {
        enableKeyRotation: true,
        // Of no use once the cluster is gone; KMS keeps it for another 30 days.
        removalPolicy: RemovalPolicy.DESTROY,
        description: `Encrypts the Kubernetes Secrets of the cluster ${props.name}`,
      }),
      clusterLogging: logTypes(props.api.auditLogs),
      outputConfigCommand: false,
      // kubectl apply --prune would delete objects that another manifest of the same stack applied.
      prune: false,
      kubectlProviderOptions: {
        kubectlLayer: new KubectlV36Layer(this, 'KubectlLayer'),
        privateSubnets: props.vpc.privateSubnets,
        securityGroups: [handler],
      },
    });
    // EKS's default is extended support: after 14 months on one version the control plane would cost six times as much.
    // https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
    cfn(this.cluster).addPropertyOverride('UpgradePolicy.SupportType', 'STANDARD');
    // EKS makes the log group itself and keeps it forever; only its retention is ours to set.
    new LogRetention(this, 'LogRetention', {
      logGroupName: `/aws/eks/${this.cluster.clusterName}/cluster`,
      retention: RetentionDays.THREE_MONTHS,
    });
    acknowledgeLogRetention(this);
    this.acknowledgeFindings();
    this.admitHandler(handler);
    this.adminRole(props);
  }

  /** The handler has a group of its own: the cluster's own group is the one that the database trusts. */
  private handlerSecurityGroup(vpc: IVpc): SecurityGroup {
    const group = new SecurityGroup(this, 'HandlerSecurityGroup', {
      vpc,
      description: 'CDK kubectl handler: reaches the Kubernetes API, the chart registry and AWS',
      allowAllOutbound: false,
    });
    group.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'Kubernetes API, chart registry, AWS');
    return group;
  }

  /** Lets the kubectl handler reach the API. Whatever is applied to the cluster is in a later stack. */
  private admitHandler(handler: ISecurityGroup): void {
    const admission = new Construct(this, 'HandlerAccess');
    const group = SecurityGroup.fromSecurityGroupId(admission, 'ClusterGroup', this.cluster.clusterSecurityGroupId);
    group.connections.allowFrom(handler, Port.tcp(443), 'CDK kubectl handler');
  }

  /** Findings about resources that the CDK's EKS construct makes, and that its props cannot change. */
  private acknowledgeFindings(): void {
    acknowledge(
      this.cluster,
      'The construct writes the one value that EKS accepts here.',
      'CloudFormation-Validate::W9009',
    );
    acknowledge(
      this.cluster,
      'The policies that EKS documents for the roles of an Auto Mode cluster and its nodes.',
      ...AUTO_MODE_POLICIES.map(managedPolicyFinding),
    );
    const provider = this.cluster.node.findChild('KubectlProvider');
    const handler = provider.node.findChild('Handler');
    const ecrPublic = Stack.of(this).getLogicalId(handler.node.findChild('HasEcrPublic') as CfnCondition);
    acknowledge(
      provider,
      "The kubectl handler of the CDK: it runs in the VPC, writes its log and may pull charts from Amazon's registries.",
      managedPolicyFinding('service-role/AWSLambdaBasicExecutionRole'),
      managedPolicyFinding('service-role/AWSLambdaVPCAccessExecutionRole'),
      `AwsSolutions-IAM4[Policy::{"Fn::If":["${ecrPublic}",{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":iam::aws:policy/AmazonElasticContainerRegistryPublicReadOnly"]]},{"Ref":"AWS::NoValue"}]}]`,
    );
    acknowledge(
      provider,
      'The provider framework calls any version of the one handler.',
      `AwsSolutions-IAM5[Resource::${arnInFinding(handler)}:*]`,
    );
    acknowledge(handler, 'The CDK release decides the runtime of its handler and moves it.', 'AwsSolutions-L1');
  }

  /** People work through this role; it is the only administrator besides the kubectl handler. */
  private adminRole({ api, name }: KubernetesClusterProps): void {
    const principals = api.adminPrincipals.map((arn) => new ArnPrincipal(arn));
    const role = new Role(this, 'AdminRole', {
      description: `Administrator of the Kubernetes cluster ${name}`,
      assumedBy: principals.length > 0 ? new CompositePrincipal(...principals) : new AccountRootPrincipal(),
    });
    this.cluster.grantClusterAdmin('AdminAccess', role.roleArn);
    new CfnOutput(this, 'AdminRoleArn', {
      key: 'AdminRoleArn',
      description: 'The role that people administer the cluster with',
      value: role.roleArn,
    });
  }
}

/** All of them, but the requests to the API when the config turns those off. */
function logTypes(auditLogs: AuditLogs): eks.ClusterLoggingTypes[] {
  const all = Object.values(eks.ClusterLoggingTypes);
  return auditLogs === 'on' ? all : all.filter((type) => type !== eks.ClusterLoggingTypes.AUDIT);
}

/** The resource itself, for what the CDK's construct has no property for yet. */
function cfn(cluster: eks.Cluster): eks.CfnCluster {
  const resource = cluster.node.findChild('Resource');
  if (!(resource instanceof eks.CfnCluster)) throw new Error('The EKS construct has no CfnCluster named Resource.');
  return resource;
}

/** Private, plus the configured networks when there are any. */
function endpointAccess(allowed: Config['kubernetesApi']['allowedCidrs']): eks.EndpointAccess {
  const networks = allowed.map((entry) => (typeof entry === 'string' ? entry : entry.cidr));
  if (networks.length === 0) return eks.EndpointAccess.PRIVATE;
  return eks.EndpointAccess.PUBLIC_AND_PRIVATE.onlyFrom(...networks);
}
