import { Stack } from 'aws-cdk-lib';
import { type ICluster, KubernetesManifest } from 'aws-cdk-lib/aws-eks-v2';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { EARLY_EXTERNAL_SECRETS, FLUX_NAMESPACE, GITHUB_APP, githubAppSecret } from '../names.ts';
import { earlyExternalSecrets } from './early-external-secrets.ts';
import { PodIdentityRole } from './pod-identity-role.ts';

export interface RepositoryCredentialsProps {
  readonly cluster: ICluster;
  /** The config's name, which the name of the key's secret begins with. */
  readonly name: string;
  /** The GitHub App that may read the repository. */
  readonly app: { readonly id: number; readonly installation: number };
}

/**
 * What Flux reads a private repository with: the key of a GitHub App, which External Secrets brings from Secrets Manager into the
 * cluster and keeps fresh. Both must be there before the tree can be read, so Flux's operator applies them, and the tree does not.
 * See docs/decisions/0028-private-repository.md.
 */
export class RepositoryCredentials extends Construct {
  /** What External Secrets reads all its secrets with. */
  readonly reader: IRole;

  constructor(scope: Construct, id: string, props: RepositoryCredentialsProps) {
    super(scope, id);
    const { cluster, name, app } = props;
    const secret = githubAppSecret(name);
    const identity = new PodIdentityRole(this, 'Reader', { cluster, ...EARLY_EXTERNAL_SECRETS });
    Secret.fromSecretNameV2(this, 'Key', secret).grantRead(identity.role);
    this.reader = identity.role;
    const resources = new KubernetesManifest(this, 'Resources', {
      cluster,
      manifest: [resourceSet([externalSecretsStep(), keyStep(Stack.of(this).region, secret, app)])],
    });
    // A pod that is older than its identity never gets it.
    resources.node.addDependency(identity);
  }
}

/**
 * Steps, each of which is healthy before the next begins: the second step is of kinds that the first installs.
 * @see https://fluxoperator.dev/docs/crd/resourceset/
 */
function resourceSet(steps: readonly object[]) {
  return {
    apiVersion: 'fluxcd.controlplane.io/v1',
    kind: 'ResourceSet',
    metadata: {
      name: GITHUB_APP,
      namespace: FLUX_NAMESPACE,
      annotations: { 'fluxcd.controlplane.io/reconcileEvery': '10m', 'fluxcd.controlplane.io/reconcileTimeout': '5m' },
    },
    spec: {
      // A definition of Flux: this comes after Flux, whose Kustomizations wait for what it brings.
      dependsOn: [
        {
          apiVersion: 'apiextensions.k8s.io/v1',
          kind: 'CustomResourceDefinition',
          name: 'helmreleases.helm.toolkit.fluxcd.io',
        },
      ],
      // Whoever makes the repository public, or private, changes the owner of External Secrets: its secrets stay meanwhile.
      commonMetadata: {
        annotations: {
          'fluxcd.controlplane.io/prune': 'disabled',
          'kustomize.toolkit.fluxcd.io/prune': 'disabled',
        },
      },
      steps,
      wait: true,
    },
  };
}

const externalSecretsStep = () => ({ name: 'external-secrets', resources: earlyExternalSecrets() });

/** The keys of Flux's Secret: https://fluxcd.io/flux/components/source/gitrepositories/#github */
function keyStep(region: string, secret: string, { id, installation }: RepositoryCredentialsProps['app']) {
  const metadata = { name: GITHUB_APP, namespace: FLUX_NAMESPACE };
  const store = {
    apiVersion: 'external-secrets.io/v1',
    kind: 'SecretStore',
    metadata,
    spec: { provider: { aws: { service: 'SecretsManager', region } } },
  };
  const externalSecret = {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata,
    spec: {
      refreshInterval: '15m',
      secretStoreRef: { kind: 'SecretStore', name: GITHUB_APP },
      target: {
        name: GITHUB_APP,
        template: {
          data: {
            githubAppID: String(id),
            githubAppInstallationID: String(installation),
            githubAppPrivateKey: '{{ .privateKey }}',
          },
        },
      },
      data: [{ secretKey: 'privateKey', remoteRef: { key: secret, property: 'privateKey' } }],
    },
  };
  return { name: GITHUB_APP, resources: [store, externalSecret] };
}
