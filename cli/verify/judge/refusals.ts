import type { Cause } from '../causes.ts';

/** Who says why something is not done. */
export type Speaker =
  | 'kustomize-controller'
  | 'helm-controller'
  | 'source-controller'
  | 'notification-controller'
  | 'external-secrets'
  | 'scheduler'
  | 'kubelet'
  | 'admission'
  | 'any controller';

/** What a reason means. `passes`: it waits for something else, which speaks for itself, or for the next attempt. */
interface Refusal {
  readonly matches: RegExp;
  readonly means: Cause | 'passes';
}

/** Refusals of the API server: the manifest itself must change. */
const REJECTED: readonly Refusal[] = [
  {
    matches: /\bimmutable\b|cannot change roleRef|may not be changed|updates to .* are forbidden/i,
    means: 'immutable field',
  },
  { matches: /namespaces? "?[\w-]+"? not found|namespace not specified/, means: 'namespace missing' },
  // Before "denied": a webhook that does not answer has refused nothing.
  { matches: /failed calling webhook|context deadline exceeded|connection refused|etcdserver/, means: 'not applied' },
  // RBAC's own words, whatever was asked: to apply, to prune, or to see whether it is well.
  { matches: /is forbidden: User "[^"]+" cannot /, means: 'right missing' },
  {
    matches: /denied the request|denied request|is forbidden|exceeded quota|violates PodSecurity/,
    means: 'rejected manifest',
  },
  {
    matches: /dry-run failed|no matches for kind|is invalid|unknown field|strict decoding error/i,
    means: 'rejected manifest',
  },
];

/** What both of Flux's appliers say before they apply anything. */
const BEFORE_APPLYING: readonly Refusal[] = [
  { matches: /^DependencyNotReady: .*not found/, means: 'dependency missing' },
  { matches: /^DependencyNotReady/, means: 'passes' },
  { matches: /^AccessDenied/, means: 'refused by its controller' },
  { matches: /^(InvalidCELExpression|FeatureGateDisabled)/, means: 'refused by its controller' },
  { matches: /^(ArtifactFailed|SourceNotReady): .*"[^"]+" not found/, means: 'source missing' },
  { matches: /^HealthCheckCanceled/, means: 'passes' },
];

/**
 * What GitHub says to the App of a private repository, in Flux's words. A key that was deleted and one of another App get the
 * same answer of GitHub.
 */
const OF_THE_APP: readonly Refusal[] = [
  { matches: /failed to get secret '[\w-]+\/github-app'/, means: 'repository key missing' },
  {
    matches:
      /could not parse private key|JSON web token could not be decoded|githubAppPrivateKey|Integration not found/,
    means: 'repository key refused',
  },
  { matches: /access_tokens: 404|installation has been suspended/, means: 'App not installed' },
  { matches: /authentication required/, means: 'repository access refused' },
];

/**
 * Every reason that the controllers of this system give, and what it means: the first row that matches. How long each
 * cause must last and what helps is in causes.ts. Read from kustomize-controller 1.9.4, helm-controller 1.6.3,
 * source-controller 1.9.4, notification-controller 1.9.3, External Secrets 1.3.2 and Kubernetes 1.36; a test lists their reasons.
 */
const REFUSALS: Readonly<Record<Speaker, readonly Refusal[]>> = {
  'kustomize-controller': [
    { matches: /variable not set \(strict mode\)/, means: 'unset variable' },
    { matches: /^ArtifactFailed: kustomization path not found/, means: 'path not found' },
    ...BEFORE_APPLYING,
    { matches: /^ArtifactFailed: (Source artifact not found|Source is not ready)/, means: 'passes' },
    ...REJECTED,
    { matches: /^BuildFailed/, means: 'manifests do not build' },
    { matches: /^HealthCheckFailed/, means: 'health check failed' },
    { matches: /^PruneFailed/, means: 'deletion not finished' },
    { matches: /^/, means: 'not applied' },
  ],
  'helm-controller': [
    ...BEFORE_APPLYING,
    { matches: /^SourceNotReady/, means: 'passes' },
    { matches: /^ValuesError/, means: 'values missing' },
    { matches: /^/, means: 'Helm release failed' },
  ],
  'source-controller': [
    { matches: /^InvalidCommitSignature/, means: 'commit not signed' },
    ...OF_THE_APP,
    {
      matches: /MANIFEST_UNKNOWN|manifest unknown|NAME_UNKNOWN|no match found for semver|no version found/i,
      means: 'version not found',
    },
    // Of a Helm repository's index.
    { matches: /no chart (name|version) found|no '[^']*' chart with version matching/, means: 'version not found' },
    { matches: /couldn't find remote ref|reference not found/i, means: 'version not found' },
    { matches: /: (not found|404 Not Found)/, means: 'version not found' },
    { matches: /^(URLInvalid|InvalidURL|AuthenticationFailed|VerificationError)/, means: 'refused by its controller' },
    {
      matches:
        /^(InvalidChartReference|MetadataPatchError|ValuesFilesError|DependencyBuildError|ChartPackageError|ChartVerificationError)/,
      means: 'refused by its controller',
    },
    {
      matches: /^(InvalidSTSConfiguration|InvalidProviderConfiguration|InvalidPath)/,
      means: 'refused by its controller',
    },
    {
      matches: /^(InsecureConnectionsDisallowed|UnsupportedConnectionType|AccessDenied)/,
      means: 'refused by its controller',
    },
    { matches: /^(SourceUnavailable|NoSourceArtifact|Progressing)/, means: 'passes' },
    { matches: /^/, means: 'source unreachable' },
  ],
  'notification-controller': [
    { matches: /^TokenNotFound/, means: 'configuration missing' },
    { matches: /^Progressing/, means: 'passes' },
    { matches: /^/, means: 'refused by its controller' },
  ],
  'external-secrets': [{ matches: /^/, means: 'secret not synchronized' }],
  scheduler: [
    // What no new node changes, or what the node pools say that they cannot make.
    {
      matches:
        /persistentvolumeclaim "[^"]+" not found|no instance type|incompatible with nodepool|exceed(s|ed)? limits/i,
      means: 'fits no node',
    },
    { matches: /^/, means: 'pod not scheduled' },
  ],
  kubelet: [
    { matches: /^Unhealthy/, means: 'failing probe' },
    {
      matches: /(secret|configmap|serviceaccount|object) "[^"]+"(\/"[^"]+")? not (found|registered)/i,
      means: 'configuration missing',
    },
    { matches: /couldn't find key/, means: 'configuration missing' },
    { matches: /^Create(ContainerConfig|Container)Error/, means: 'configuration missing' },
    {
      matches:
        /^(ErrImagePull|ImagePullBackOff|InvalidImageName|ErrImageNeverPull|ImageInspectError|RegistryUnavailable|SignatureValidationFailed)/,
      means: 'image not found',
    },
    { matches: /^(FailedMount|FailedAttachVolume|FailedMapVolume)/, means: 'volume not mounted' },
    { matches: /^(FailedCreatePodSandBox|NetworkNotReady|FailedKillPod)/, means: 'node in trouble' },
    { matches: /^(Evicted|NodeShutdown|Preempting|Preempted)/, means: 'passes' },
    { matches: /^/, means: 'passes' },
  ],
  admission: [
    { matches: /is forbidden|violates PodSecurity|exceeded quota|denied the request|is invalid/, means: 'pod refused' },
    { matches: /^/, means: 'rollout stuck' },
  ],
  'any controller': [{ matches: /^/, means: 'object not ready' }],
};

/**
 * What a reason means.
 * @param text `Reason: message`
 * @returns the cause; undefined while waiting is right
 */
export function refusal(speaker: Speaker, text: string): Cause | undefined {
  const means = REFUSALS[speaker].find(({ matches }) => matches.test(text))?.means;
  return means === 'passes' ? undefined : means;
}
