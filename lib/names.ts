/**
 * Names that TypeScript and the manifests in `gitops/` must agree on.
 * `test/contract.test.ts` fails when one side changes alone.
 */

/** Flux's own namespace: controllers, the settings and the webhook's Receiver. */
export const FLUX_NAMESPACE = 'flux-system';

/** The GitRepository (and root Kustomization) that a FluxInstance creates; always named after its namespace. */
export const FLUX_SOURCE = 'flux-system';

/** Where Flux starts in the repository. */
export const FLUX_PATH = 'gitops/clusters/production';

/** The folder of the repository that holds everything that Flux applies. */
export const MANIFESTS = 'gitops';

/** The ServiceAccount that External Secrets Operator reads Secrets Manager with, by Pod Identity. */
export const EXTERNAL_SECRETS = { namespace: 'external-secrets', serviceAccount: 'external-secrets' } as const;

/**
 * The same for a private repository, where CDK installs it, see docs/decisions/0028-private-repository.md. A name of its own:
 * EKS takes one association of a ServiceAccount, and an installation that was public has that of the other name.
 */
export const EARLY_EXTERNAL_SECRETS = {
  namespace: EXTERNAL_SECRETS.namespace,
  serviceAccount: 'early-external-secrets',
} as const;

/** The ServiceAccount of the pods that send what other pods write to CloudWatch, by Pod Identity; with `logs` in the config only. */
export const LOG_COLLECTOR = { namespace: 'logs', serviceAccount: 'collector' } as const;

/** The folder of a node that holds what its pods write; no pod but theirs may see any folder of a node. */
export const POD_LOGS_FOLDER = '/var/log/pods';

/** The Secret by which Flux reads a private repository, and the SecretStore and ExternalSecret that make it. */
export const GITHUB_APP = 'github-app';

/**
 * The secret of Secrets Manager that holds the private key of a blog's GitHub App: JSON with the key `privateKey`.
 * @param name the config's
 */
export const githubAppSecret = (name: string): string => `${name}/github-app`;

/**
 * The role by which builds of other environments start and read the pipeline of a blog.
 * @param name the config's
 */
export const promotionRole = (name: string): string => `${name}-promotion`;

/**
 * What the names of a blog's locked vaults begin with, the one of today and those of installations before it.
 * @param name the config's
 */
export const vaultPrefix = (name: string): string => `${name}-vault-`;

/** The variable of a pipeline's execution that says why it goes past the environment before it. */
export const SKIP_VARIABLE = 'SkipReason';

/** The same in the environment of the build. */
export const SKIP_REASON = 'ONEMERGE_SKIP_REASON';

/** Its value when it does not. */
export const NO_SKIP = 'none';

/** The stage of a pipeline, and its one action, in which a person approves a commit. */
export const APPROVAL_STAGE = 'Approval';
export const APPROVAL_ACTION = 'Person';

/** The stage of a pipeline, and its one action, that looks who signed the commit. */
export const SIGNATURE_STAGE = 'Signature';

/** The Secret with the public keys by which Flux looks who signed the commit that it fetches. */
export const COMMIT_SIGNERS = 'commit-signers';

/** The check of a pull request that reviews both halves, as .github/workflows/review.yml names it. */
export const REVIEW_CHECK = 'onemerge review';

/** The tag by which a stack is known for a blog's: its value is the config's `name`. */
export const NAME_TAG = 'onemerge:name';

/** The Kubernetes group of the pipeline's build role; `gitops/operators/configs` grants it what the verdict reads. */
export const BUILD_GROUP = 'onemerge:build';

/** The Kubernetes group of the weekly look for drift: it reads what the build reads, and changes nothing. */
export const DRIFT_GROUP = 'onemerge:drift';

/** The Receiver that GitHub's push webhook wakes; the webhook's path is made from this name. */
export const WEBHOOK_RECEIVER = 'github';

/** The uid and gid that Ghost's official image runs as, and that owns the content folder. */
export const GHOST_USER_ID = 1000;

/** The port that Ghost listens on, in the pod. */
export const GHOST_PORT = 2368;

/** The namespace of CloudWatch that holds what builds publish of their merges. */
export const MERGES = 'onemerge/merges';

/** Namespace of CloudWatch for what is known of a blog's pods: the metrics in it have no dimension that would tell blogs apart. */
export const podMetricsNamespace = (name: string): string => `onemerge/pods/${name}`;

/** Attributes that the collector gives records, see gitops/apps/logs/collector-metrics, and the metrics that are made of them. */
export const POD_MEASURES = {
  /** Bytes that Ghost's container uses and that nobody could take from it: its working set. */
  ghostMemory: 'GhostMemory',
  /** Percent of its memory limit that the container uses which is nearest to its own. */
  memoryShare: 'LargestMemoryShare',
  /** How often Ghost's container was started again in its pod. */
  ghostRestarts: 'GhostRestarts',
  /** The same of the container that was started again most often, of those that wrote a line. */
  restarts: 'MostRestarts',
} as const;

/** The port of the status page that the Flux Operator serves. */
export const FLUX_PAGE_PORT = 9080;

/** The port that Flux's webhook receiver listens on, in the pod. */
export const WEBHOOK_PORT = 9292;
