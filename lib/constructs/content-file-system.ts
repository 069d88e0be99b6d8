import { RemovalPolicy } from 'aws-cdk-lib';
import { type IVpc, Port, SecurityGroup, SubnetType } from 'aws-cdk-lib/aws-ec2';
import { type AccessPoint, type CfnFileSystem, FileSystem, LifecyclePolicy, ThroughputMode } from 'aws-cdk-lib/aws-efs';
import { CfnAddon, type ICluster } from 'aws-cdk-lib/aws-eks-v2';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { PodIdentityRole } from './pod-identity-role.ts';

export interface ContentFileSystemProps {
  readonly vpc: IVpc;
  readonly cluster: ICluster;
  /** The uid and gid that owns the files. */
  readonly userId: number;
  /** The folder that shows what was restored, in place of `/content`, which stays as it is. */
  readonly restored: string | undefined;
}

/**
 * What a blog's users upload: an EFS file system that outlives pod, node, zone and cluster, and the CSI driver that
 * mounts it. Only the driver's identity may mount it, only with TLS, and only by the access point.
 */
export class ContentFileSystem extends Construct {
  /** `fs-...` */
  readonly fileSystemId: string;

  /** `fsap-...` */
  readonly accessPointId: string;

  /** What holds the data. */
  readonly data: CfnFileSystem;

  constructor(scope: Construct, id: string, props: ContentFileSystemProps) {
    super(scope, id);
    const fileSystem = this.fileSystem(props);
    const owner = String(props.userId);
    const posixUser = { uid: owner, gid: owner };
    const first = fileSystem.addAccessPoint('AccessPoint', {
      path: '/content',
      posixUser,
      createAcl: { ownerUid: owner, ownerGid: owner, permissions: '0750' },
    });
    // A folder that is not there is not made: an empty one would look like lost files.
    const accessPoint =
      props.restored === undefined ? first : fileSystem.addAccessPoint('Restored', { path: props.restored, posixUser });
    const driver = this.driver(props.cluster, fileSystem, accessPoint);
    driver.node.addDependency(fileSystem.mountTargetsAvailable);

    this.fileSystemId = fileSystem.fileSystemId;
    this.accessPointId = accessPoint.accessPointId;
    this.data = fileSystem.node.defaultChild as CfnFileSystem;
  }

  private fileSystem({ vpc, cluster }: ContentFileSystemProps): FileSystem {
    const securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'NFS from the cluster',
      allowAllOutbound: false,
    });
    securityGroup.connections.allowFrom(cluster.clusterSecurityGroup, Port.tcp(2049), 'NFS from the nodes');
    return new FileSystem(this, 'FileSystem', {
      vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
      securityGroup,
      encrypted: true,
      enableAutomaticBackups: true,
      throughputMode: ThroughputMode.ELASTIC,
      lifecyclePolicy: LifecyclePolicy.AFTER_30_DAYS,
      // Kept whatever happens to the stack, but for a first deployment that fails: then it is still empty.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      // A policy, even one that only denies, ends EFS's default of letting every NFS client in.
      fileSystemPolicy: new PolicyDocument({
        statements: [
          new PolicyStatement({
            sid: 'TlsOnly',
            effect: Effect.DENY,
            principals: [new AnyPrincipal()],
            actions: ['*'],
            conditions: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ],
      }),
    });
  }

  /**
   * The add-on's node pods mount with an identity of their own (the volume's mount option `iam`); it is associated
   * apart from the add-on, which takes an association for its controller only
   * (https://github.com/kubernetes-sigs/aws-efs-csi-driver/issues/1759). The controller provisions volumes on demand,
   * which nothing here asks for, so it gets no identity.
   */
  private driver(cluster: ICluster, fileSystem: FileSystem, accessPoint: AccessPoint): CfnAddon {
    const node = new PodIdentityRole(this, 'Driver', {
      cluster,
      namespace: 'kube-system',
      serviceAccount: 'efs-csi-node-sa',
    });
    node.role.addToPolicy(
      new PolicyStatement({
        actions: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
        resources: [fileSystem.fileSystemArn],
        conditions: { StringEquals: { 'elasticfilesystem:AccessPointArn': accessPoint.accessPointArn } },
      }),
    );
    // No version: EKS installs the default for the cluster's Kubernetes version, and updates it only when told.
    const addon = new CfnAddon(this, 'Addon', {
      clusterName: cluster.clusterName,
      addonName: 'aws-efs-csi-driver',
      resolveConflicts: 'OVERWRITE',
    });
    addon.node.addDependency(node);
    return addon;
  }
}
