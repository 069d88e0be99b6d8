import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Cause, causeInfo } from '../../../cli/verify/causes.ts';
import { refusal, type Speaker } from '../../../cli/verify/judge/refusals.ts';

type Row = readonly [text: string, means: Cause | 'passes'];

/** Reasons of api/v1/condition_types.go, pkg/apis/meta/conditions.go and of what each controller writes itself. */
const KUSTOMIZE: readonly Row[] = [
  ['ArtifactFailed: kustomization path not found: stat /tmp/x/gitops/apps/gohst: no such file', 'path not found'],
  ['ArtifactFailed: GitRepository.source.toolkit.fluxcd.io "nowhere" not found', 'source missing'],
  ['ArtifactFailed: Source artifact not found, retrying in 30s', 'passes'],
  ['ArtifactFailed: Source is not ready, artifact not found, retrying in 30s', 'passes'],
  ['ArtifactFailed: failed to download archive', 'not applied'],
  ['DependencyNotReady: dependency \'flux-system/a\' not found: kustomizations.x "a" not found', 'dependency missing'],
  ["DependencyNotReady: dependency 'flux-system/a' is not ready", 'passes'],
  ["DependencyNotReady: dependency 'flux-system/a' revision is not up to date", 'passes'],
  [
    "AccessDenied: can't access 'GitRepository/x', cross-namespace references have been blocked",
    'refused by its controller',
  ],
  ['InvalidCELExpression: Reconciliation failed terminally', 'refused by its controller'],
  ['FeatureGateDisabled: to use it enable the gate', 'refused by its controller'],
  ['BuildFailed: variable not set (strict mode): "X"', 'unset variable'],
  ['BuildFailed: kustomize build failed', 'manifests do not build'],
  ['ReconciliationFailed: Service/a/b dry-run failed (Invalid): field is immutable', 'immutable field'],
  ['ReconciliationFailed: RoleBinding/a/b dry-run failed: cannot change roleRef', 'immutable field'],
  [
    'ReconciliationFailed: StatefulSet/a/b dry-run failed (Invalid): updates to statefulset spec for fields other than these are forbidden',
    'immutable field',
  ],
  ['ReconciliationFailed: Service/shop/b dry-run failed (NotFound): namespaces "shop" not found', 'namespace missing'],
  ['ReconciliationFailed: Service/b namespace not specified: the server could not find it', 'namespace missing'],
  [
    'ReconciliationFailed: Pod/a/b dry-run failed (Forbidden): admission webhook "x" denied the request: no',
    'rejected manifest',
  ],
  [
    'ReconciliationFailed: Pod/a/b dry-run failed (Forbidden): pods "b" is forbidden: exceeded quota',
    'rejected manifest',
  ],
  [
    'ReconciliationFailed: Job/ghost/b dry-run failed (Forbidden): jobs.batch "b" is forbidden: User "system:serviceaccount:flux-system:apply-ghost" cannot patch resource "jobs" in API group "batch" in the namespace "ghost"',
    'right missing',
  ],
  [
    'PruneFailed: Job/ghost/b query failed: jobs.batch "b" is forbidden: User "system:serviceaccount:flux-system:apply-ghost" cannot get resource "jobs" in API group "batch" in the namespace "ghost"',
    'right missing',
  ],
  [
    'HealthCheckFailed: failed early due to stalled resources: replicasets.apps is forbidden: User "system:serviceaccount:flux-system:apply-ghost" cannot list resource "replicasets" in API group "apps" in the namespace "ghost"',
    'right missing',
  ],
  [
    "ReconciliationFailed: PersistentVolume/b dry-run failed (Forbidden): persistentvolumes \"b\" is forbidden: ValidatingAdmissionPolicy 'onemerge-apply-ghost' with binding 'onemerge-apply-ghost' denied request: EFS only",
    'rejected manifest',
  ],
  [
    'ReconciliationFailed: Widget/a/b dry-run failed: no matches for kind "Widget" in version "x/v1"',
    'rejected manifest',
  ],
  ['ReconciliationFailed: Pod/a/b dry-run failed: failed calling webhook "x": connection refused', 'not applied'],
  ['PruneFailed: delete failed', 'deletion not finished'],
  ['HealthCheckFailed: timeout waiting for: [Deployment/a/b]', 'health check failed'],
  ['HealthCheckCanceled: New reconciliation triggered', 'passes'],
  ['DirectoryCreationFailed: no space left', 'not applied'],
  ['SomethingNew: that nobody knows', 'not applied'],
];

const HELM: readonly Row[] = [
  ['SourceNotReady: HelmChart is not ready', 'passes'],
  ['ArtifactFailed: Source not ready: OCIRepository.source.toolkit.fluxcd.io "x" not found', 'source missing'],
  ['ArtifactFailed: Could not load chart: bad archive', 'Helm release failed'],
  ['DependencyNotReady: unable to get \'a/b\' dependency: helmreleases "b" not found', 'dependency missing'],
  ["DependencyNotReady: dependency 'a/b' is not ready", 'passes'],
  ['AccessDenied: cross-namespace', 'refused by its controller'],
  ['InvalidCELExpression: x', 'refused by its controller'],
  ['ValuesError: could not resolve ConfigMap chart values reference', 'values missing'],
  ...[
    'ChartMutateError',
    'RESTClientError',
    'ResourceManagerError',
    'FactoryError',
    'ConfigFactoryErr',
    'StateError',
  ].map((reason): Row => [`${reason}: x`, 'Helm release failed']),
  ...['InstallFailed', 'UpgradeFailed', 'TestFailed', 'RollbackFailed', 'UninstallFailed', 'ReconcileError'].map(
    (reason): Row => [`${reason}: x`, 'Helm release failed'],
  ),
  ...['InitFailed', 'GetLastReleaseFailed', 'InventoryBuildFailed'].map(
    (reason): Row => [`${reason}: x`, 'Helm release failed'],
  ),
  ['HealthCheckCanceled: x', 'passes'],
];

const SOURCE: readonly Row[] = [
  [
    "InvalidCommitSignature: signature verification of commit '3f2a9c8' failed: PGP signature detected but no PGP public keys found in secret (keys with .asc suffix)",
    'commit not signed',
  ],
  [
    "InvalidCommitSignature: signature verification of commit '3f2a9c8' failed: unable to verify Git commit: unable to verify payload with any of the given key rings",
    'commit not signed',
  ],
  [
    "InvalidCommitSignature: signature verification of commit 'e6565c0' failed: unsupported signature type: empty",
    'commit not signed',
  ],
  ['VerificationError: public keys secret error: secrets "commit-signers" not found', 'refused by its controller'],
  [
    'AuthenticationFailed: failed to get secret \'flux-system/github-app\': secrets "github-app" not found',
    'repository key missing',
  ],
  [
    'AuthenticationFailed: failed to configure authentication options: POST https://api.github.com/app/installations/7/access_tokens: 401 A JSON web token could not be decoded []',
    'repository key refused',
  ],
  [
    'AuthenticationFailed: failed to configure authentication options: could not parse private key: invalid key',
    'repository key refused',
  ],
  [
    'AuthenticationFailed: failed to configure authentication options: POST https://api.github.com/app/installations/7/access_tokens: 404 Integration not found []',
    'repository key refused',
  ],
  [
    'AuthenticationFailed: failed to configure authentication options: POST https://api.github.com/app/installations/7/access_tokens: 404 Not Found []',
    'App not installed',
  ],
  [
    'AuthenticationFailed: failed to configure authentication options: POST https://api.github.com/app/installations/7/access_tokens: 403 This installation has been suspended []',
    'App not installed',
  ],
  [
    "GitOperationFailed: failed to checkout and determine revision: unable to clone 'https://github.com/octo-org/blog.git': authentication required: Invalid username or token.",
    'repository access refused',
  ],
  ['OCIArtifactPullFailed: GET https://x/v2/y/manifests/9: MANIFEST_UNKNOWN: manifest unknown', 'version not found'],
  ["OCIArtifactPullFailed: failed to determine the artifact tag: no match found for semver: '>9'", 'version not found'],
  [
    'OCIArtifactPullFailed: GET https://x/v2/y/manifests/9: NAME_UNKNOWN: repository name not known',
    'version not found',
  ],
  ["GitOperationFailed: failed to checkout: couldn't find remote ref refs/heads/mian", 'version not found'],
  ['OCIArtifactPullFailed: dial tcp: connection refused', 'source unreachable'],
  ['GitOperationFailed: dial tcp: i/o timeout', 'source unreachable'],
  ['OCIArtifactLayerOperationFailed: x', 'source unreachable'],
  ['IndexationFailed: x', 'source unreachable'],
  ['AuthenticationFailed: secrets "x" not found', 'refused by its controller'],
  ['URLInvalid: x', 'refused by its controller'],
  ['VerificationError: x', 'refused by its controller'],
  ['InvalidSTSConfiguration: x', 'refused by its controller'],
  ['InvalidProviderConfiguration: x', 'refused by its controller'],
  ...['InvalidURL', 'InvalidPath', 'InsecureConnectionsDisallowed', 'UnsupportedConnectionType', 'AccessDenied'].map(
    (reason): Row => [`${reason}: x`, 'refused by its controller'],
  ),
  // Of a chart from a Helm repository: internal/helm/chart/errors.go.
  [
    "ChartPullError: chart pull error: failed to get chart version for remote reference: no 'x' chart with version matching '99.0.0' found",
    'version not found',
  ],
  ['InvalidChartReference: invalid chart reference: no chart name found', 'version not found'],
  ['ChartPullError: chart pull error: failed to download: connection refused', 'source unreachable'],
  ...[
    'InvalidChartReference',
    'MetadataPatchError',
    'ValuesFilesError',
    'DependencyBuildError',
    'ChartPackageError',
    'ChartVerificationError',
  ].map((reason): Row => [`${reason}: x`, 'refused by its controller']),
  // Of the controller's own disk.
  ...[
    'DirectoryCreationFailed',
    'StatOperationFailed',
    'ReadOperationFailed',
    'ArchiveOperationFailed',
    'AcquireLockFailed',
    'SymlinkUpdateFailed',
    'CacheOperationFailed',
    'PatchOperationFailed',
    'StorageOperationFailed',
    'BucketOperationFailed',
  ].map((reason): Row => [`${reason}: x`, 'source unreachable']),
  ['SourceUnavailable: x', 'passes'],
  ['NoSourceArtifact: x', 'passes'],
  ['Progressing: x', 'passes'],
];

/** Of a Receiver: alerts and providers report nothing. */
const NOTIFICATION: readonly Row[] = [
  [
    'TokenNotFound: unable to read token from secret \'flux-system/x\' error: Secret "x" not found',
    'configuration missing',
  ],
  ['ValidationFailed: resource kind must be specified', 'refused by its controller'],
  ['InvalidCELExpression: invalid CEL expression in .resourceFilter', 'refused by its controller'],
  ['Progressing: Reconciliation in progress', 'passes'],
  ['ProgressingWithRetry: unable to read token', 'passes'],
];

const SECRETS: readonly Row[] = [
  'SecretSyncedError',
  'ResourceSyncedError',
  'SecretMissing',
  'InvalidStoreConfiguration',
].map((reason): Row => [`${reason}: could not get secret data from provider`, 'secret not synchronized']);

const SCHEDULER: readonly Row[] = [
  ['0/1 nodes are available: 1 Insufficient cpu.', 'pod not scheduled'],
  ['0/1 nodes are available: persistentvolumeclaim "x" not found.', 'fits no node'],
  [
    'Failed to schedule pod, incompatible with nodepool "general-purpose", no instance type met all requirements',
    'fits no node',
  ],
  ['all available instance types exceed limits for nodepool: "general-purpose"', 'fits no node'],
];

const KUBELET: readonly Row[] = [
  ['Unhealthy: Readiness probe failed', 'failing probe'],
  ['CreateContainerConfigError: secret "x" not found', 'configuration missing'],
  ["CreateContainerConfigError: couldn't find key y in Secret", 'configuration missing'],
  ['FailedMount: MountVolume.SetUp failed for volume "x" : configmap "y" not found', 'configuration missing'],
  ['FailedMount: Failed to resolve "fs-1"', 'volume not mounted'],
  ['FailedAttachVolume: x', 'volume not mounted'],
  ['ErrImagePull: x', 'image not found'],
  ['ImagePullBackOff: x', 'image not found'],
  ['InvalidImageName: x', 'image not found'],
  ['ErrImageNeverPull: x', 'image not found'],
  ['ImageInspectError: x', 'image not found'],
  ['RegistryUnavailable: x', 'image not found'],
  ['SignatureValidationFailed: x', 'image not found'],
  ['CreateContainerError: x', 'configuration missing'],
  ['FailedMapVolume: x', 'volume not mounted'],
  ['FailedKillPod: x', 'node in trouble'],
  // The kubelet tries again, and the third time counts as a crash.
  ['RunContainerError: exec: "x": executable file not found', 'passes'],
  ['PostStartHookError: x', 'passes'],
  // Another pod follows.
  ['Evicted: x', 'passes'],
  ['NodeShutdown: x', 'passes'],
  ['Preempting: x', 'passes'],
  ['FailedCreatePodSandBox: x', 'node in trouble'],
  ['NetworkNotReady: x', 'node in trouble'],
  ['ContainerCreating: ', 'passes'],
  ['PodInitializing: ', 'passes'],
  ['CrashLoopBackOff: back-off 10s', 'passes'],
];

const ADMISSION: readonly Row[] = [
  ['pods "x" is forbidden: violates PodSecurity "restricted:latest"', 'pod refused'],
  ['pods "x" is forbidden: exceeded quota: small', 'pod refused'],
  ['pods "x" is forbidden: error looking up service account a/b', 'pod refused'],
  ['admission webhook "x" denied the request', 'pod refused'],
  ['Internal error occurred', 'rollout stuck'],
];

const ALL: Readonly<Partial<Record<Speaker, readonly Row[]>>> = {
  'kustomize-controller': KUSTOMIZE,
  'helm-controller': HELM,
  'source-controller': SOURCE,
  'notification-controller': NOTIFICATION,
  'external-secrets': SECRETS,
  scheduler: SCHEDULER,
  kubelet: KUBELET,
  admission: ADMISSION,
};

for (const [speaker, rows] of Object.entries(ALL)) {
  describe(`what ${speaker} says`, () => {
    for (const [text, means] of rows) {
      test(`${text} is ${means}`, () => assert.equal(refusal(speaker as Speaker, text) ?? 'passes', means));
    }
  });
}

/** Causes that may pass by themselves, so that only a longer time makes them final, or none does. */
const PATIENT: readonly Cause[] = [
  // A new node, a new file system, a slow start, finalizers at work.
  'pod not scheduled',
  'volume not mounted',
  'node in trouble',
  'failing probe',
  'deletion not finished',
];

test('every refusal is final within a minute, but for what may pass by itself', () => {
  const causes = new Set(
    Object.values(ALL)
      .flat()
      .map(([, means]) => means),
  );
  const slow = [...causes]
    .filter((means): means is Cause => means !== 'passes')
    .filter((cause) => (causeInfo(cause).finalAfterSeconds ?? Number.POSITIVE_INFINITY) > 60);
  assert.deepEqual(slow.sort(), [...PATIENT].sort());
});
