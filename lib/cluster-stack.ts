import { Stack, type StackProps } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { Cluster } from 'aws-cdk-lib/aws-eks-v2';
import type { Construct } from 'constructs';
import type { Config } from './config/config.ts';
import { KubernetesCluster } from './constructs/kubernetes-cluster.ts';

export interface ClusterStackProps extends StackProps {
  readonly config: Config;
  readonly vpc: IVpc;
}

/** The EKS cluster. */
export class ClusterStack extends Stack {
  readonly cluster: Cluster;

  /** Address of the cluster's DNS service. */
  readonly dnsAddress: string;

  constructor(scope: Construct, id: string, props: ClusterStackProps) {
    super(scope, id, props);
    const { name, kubernetesApi } = props.config;

    const kubernetes = new KubernetesCluster(this, 'Kubernetes', {
      name,
      vpc: props.vpc,
      api: kubernetesApi,
    });

    this.cluster = kubernetes.cluster;
    this.dnsAddress = kubernetes.dnsAddress;
  }
}
