import { Duration } from 'aws-cdk-lib';
import { HelmChart, type ICluster, KubernetesManifest } from 'aws-cdk-lib/aws-eks-v2';
import { Construct, type IConstruct } from 'constructs';
import type { Config } from '../config/config.ts';
import { armoured } from '../config/signing-keys.ts';
import { COMMIT_SIGNERS, FLUX_NAMESPACE, FLUX_PATH, FLUX_SOURCE, GITHUB_APP, MANIFESTS } from '../names.ts';
import { SETTINGS_CONFIG_MAP } from '../settings.ts';
import { FLUX_OPERATOR_CHART, FLUX_OPERATOR_VERSION, FLUX_REGISTRY, FLUX_VERSION } from '../versions.ts';

export interface FluxProps {
  readonly cluster: ICluster;
  /** The repository that Flux follows. */
  readonly repository: Config['repository'];
  /** The commit that it follows; the branch without one. */
  readonly commit: string | undefined;
}

/**
 * Flux, bootstrapped: the operator by its Helm chart, then the FluxInstance that it turns into running controllers.
 * The operator is the only chart that CloudFormation owns; every other one is a HelmRelease in `gitops/`.
 */
export class Flux extends Construct {
  /** What makes the controllers; what they apply comes after it. */
  readonly instance: IConstruct;

  constructor(scope: Construct, id: string, props: FluxProps) {
    super(scope, id);
    const operator = new HelmChart(this, 'Operator', {
      cluster: props.cluster,
      chart: FLUX_OPERATOR_CHART,
      version: FLUX_OPERATOR_VERSION,
      release: 'flux-operator',
      // Helm keeps the values of the last release when it is given none, so a rollback to none would change nothing.
      values: {
        rbac: { create: true },
        // The chart's policy would let every pod of the cluster read the operator's status page, which asks nobody who they are.
        web: { networkPolicy: { create: false } },
      },
      namespace: FLUX_NAMESPACE,
      createNamespace: true,
      wait: true,
      // Well under the 15 minutes after which Lambda cuts Helm off and leaves the release pending.
      timeout: Duration.minutes(8),
    });
    const instance = new KubernetesManifest(this, 'Instance', {
      cluster: props.cluster,
      manifest: [fluxInstance(props.repository, props.commit)],
    });
    const { signedBy } = props.repository;
    if (signedBy) {
      const signers = new KubernetesManifest(this, 'Signers', {
        cluster: props.cluster,
        manifest: [signersSecret(signedBy)],
      });
      signers.node.addDependency(operator);
      // Flux takes no commit while the Secret is missing.
      instance.node.addDependency(signers);
    }
    // Deleted in reverse: the instance goes while the operator still runs to take Flux apart.
    instance.node.addDependency(operator);
    this.instance = instance;
  }
}

/** @see https://fluxoperator.dev/docs/crd/fluxinstance/ */
function fluxInstance({ owner, name, branch, app, signedBy }: Config['repository'], commit: string | undefined) {
  return {
    apiVersion: 'fluxcd.controlplane.io/v1',
    kind: 'FluxInstance',
    metadata: { name: 'flux', namespace: FLUX_NAMESPACE },
    spec: {
      distribution: { version: FLUX_VERSION, registry: FLUX_REGISTRY },
      components: ['source-controller', 'kustomize-controller', 'helm-controller', 'notification-controller'],
      cluster: { type: 'aws', networkPolicy: true },
      sync: {
        kind: 'GitRepository',
        url: `https://github.com/${owner}/${name}.git`,
        ref: `refs/heads/${branch}`,
        path: FLUX_PATH,
        interval: '10m',
        // Flux asks GitHub for a token itself, which lives an hour and reads what the App may read.
        ...(app && { provider: 'github', pullSecret: GITHUB_APP }),
      },
      kustomize: {
        patches: [
          promptness,
          manyAtOnce,
          settingsInMemory,
          buildsInMemory,
          nothingFromElsewhere,
          noOtherNamespace,
          onlyManifests,
          substituteSettingsInRoot,
          ...(commit === undefined ? [] : [following(commit)]),
          ...(signedBy === undefined ? [] : [signedCommits]),
        ],
      },
    },
  };
}

/**
 * Without the first, a fix waits out the timeout of the rollout that it fixes. Without the second, a Kustomization
 * looks for what it depends on every 30 seconds, and the blog is the third in a chain that every push goes through: with
 * two seconds between looks a push took five to arrive. Each look is an event, of which Kubernetes keeps 25 of an object
 * and then one in five minutes: what a Kustomization waits for is told by its conditions, not by its events.
 */
const promptness = flags(
  'kustomize-controller',
  '--feature-gates=CancelHealthCheckOnNewRevision=true',
  '--requeue-dependency=100ms',
);

/**
 * A push to a cluster with a hundred services takes some thousand requests, of which the controller sends 300 and then 50 a second: 9 s
 * of 33. It may send more at once. In the long run the limit stays, so that a chain that is stuck does not fill the audit logs.
 */
const manyAtOnce = flags('kustomize-controller', '--kube-api-burst=20000');

/**
 * The settings are read for each object that is built: from memory, which follows them, and not from the API server. Where that is a moment
 * behind, a revision is held back until the next try, and the verdict has everything applied once more before it calls a commit live.
 */
const settingsInMemory = flags('kustomize-controller', '--feature-gates=CacheSecretsAndConfigMaps=true');

/**
 * For every push each Kustomization unpacks all manifests, and parses the schema of Kubernetes: into memory, as Flux advises for many of them,
 * and with four times as much garbage before it is collected. `GOMEMLIMIT`, which Flux sets to the limit of the container, bounds that.
 * @see https://fluxcd.io/flux/installation/configuration/vertical-scaling/#enable-in-memory-kustomize-builds
 */
const buildsInMemory = {
  target: { kind: 'Deployment', name: 'kustomize-controller' },
  patch: JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'kustomize-controller' },
    spec: {
      template: {
        spec: {
          containers: [{ name: 'manager', env: [{ name: 'GOGC', value: '400' }] }],
          volumes: [{ name: 'temp', emptyDir: { medium: 'Memory' } }],
        },
      },
    },
  }),
};

/** What is applied was merged into this repository: a manifest cannot name a folder of another one. */
const nothingFromElsewhere = flags('kustomize-controller', '--no-remote-bases=true');

/** An object of one namespace cannot use a source, and with it the rights, of another. */
const noOtherNamespace = flags('(kustomize|helm|notification)-controller', '--no-cross-namespace-refs=true');

/**
 * Adds flags to controllers.
 * @param name regular expression of their names
 */
function flags(name: string, ...values: string[]) {
  return {
    target: { kind: 'Deployment', name },
    patch: JSON.stringify(
      values.map((value) => ({ op: 'add', path: '/spec/template/spec/containers/0/args/-', value })),
    ),
  };
}

/** Flux fetches the manifests and nothing else of the repository: in the rehearsal 0.3 s instead of 0.6 s. */
const onlyManifests = {
  target: { kind: 'GitRepository', name: FLUX_SOURCE },
  patch: JSON.stringify([{ op: 'add', path: '/spec/sparseCheckout', value: [MANIFESTS] }]),
};

/**
 * What was promoted, and not the branch's head. Flux takes the commit before the branch.
 * @see https://fluxcd.io/flux/components/source/gitrepositories/#commit-example
 */
const following = (commit: string) => ({
  target: { kind: 'GitRepository', name: FLUX_SOURCE },
  patch: JSON.stringify([{ op: 'add', path: '/spec/ref/commit', value: commit }]),
});

/**
 * What is fetched is applied only when a key of the list has signed it. The list is no part of the tree, which it judges.
 * @see https://fluxcd.io/flux/components/source/gitrepositories/#verification
 */
const signedCommits = {
  target: { kind: 'GitRepository', name: FLUX_SOURCE },
  patch: JSON.stringify([
    { op: 'add', path: '/spec/verify', value: { mode: 'HEAD', secretRef: { name: COMMIT_SIGNERS } } },
  ]),
};

/** Public keys are no secret, but Flux reads them from a Secret alone. In `data`: a key that is taken out of `stringData` would stay. */
const signersSecret = (signedBy: readonly string[]) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: COMMIT_SIGNERS, namespace: FLUX_NAMESPACE },
  data: Object.fromEntries(
    signedBy.map((text, at) => [`${at + 1}.asc`, Buffer.from(armoured(text)).toString('base64')]),
  ),
});

/** The root Kustomization is the operator's; like every other it substitutes the settings and states its timing. */
const substituteSettingsInRoot = {
  target: { kind: 'Kustomization', name: FLUX_SOURCE },
  patch: JSON.stringify([
    {
      op: 'add',
      path: '/spec/postBuild',
      value: {
        substituteStrategy: 'Always',
        substituteFrom: [{ kind: 'ConfigMap', name: SETTINGS_CONFIG_MAP.name }],
      },
    },
    { op: 'add', path: '/spec/retryInterval', value: '1m' },
    { op: 'add', path: '/spec/timeout', value: '5m' },
    { op: 'add', path: '/spec/wait', value: false },
  ]),
};
