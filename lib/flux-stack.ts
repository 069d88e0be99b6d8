import { Stack, type StackProps } from 'aws-cdk-lib';
import type { ICluster } from 'aws-cdk-lib/aws-eks-v2';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Config } from './config/config.ts';
import { Flux } from './constructs/flux.ts';
import { NodePool } from './constructs/node-pool.ts';
import { RepositoryCredentials } from './constructs/repository-credentials.ts';

export interface FluxStackProps extends StackProps {
  readonly config: Config;
  readonly cluster: ICluster;
  /** The commit that Flux follows; the branch without one. */
  readonly commit: string | undefined;
}

/**
 * Flux and its nodes, apart from the cluster: when a version of Flux fails, nothing but Flux is rolled back. EKS takes hours to
 * roll a Kubernetes version back, and a build lasts 90 minutes.
 */
export class FluxStack extends Stack {
  /** What External Secrets reads secrets with, where it is installed here; for a public repository Flux installs it later. */
  readonly secretsReader: IRole | undefined;

  constructor(scope: Construct, id: string, props: FluxStackProps) {
    super(scope, id, props);
    const { cluster, config, commit } = props;
    const nodes = new NodePool(this, 'Nodes', { cluster, maintenance: config.maintenance });
    const flux = new Flux(this, 'Flux', { cluster, repository: config.repository, commit });
    // It runs on them.
    flux.node.addDependency(nodes);
    const { app } = config.repository;
    const credentials = app && new RepositoryCredentials(this, 'Credentials', { cluster, name: config.name, app });
    // Deleted in reverse: what Flux's operator has applied goes while Flux runs.
    credentials?.node.addDependency(flux.instance);
    this.secretsReader = credentials?.reader;
  }
}
