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

/** The tag by which a stack is known for a blog's: its value is the config's `name`. */
export const NAME_TAG = 'onemerge:name';

/** The Kubernetes group of the pipeline's build role; `gitops/operators/configs` grants it what the verdict reads. */
export const BUILD_GROUP = 'onemerge:build';

/** The Receiver that GitHub's push webhook wakes; the webhook's path is made from this name. */
export const WEBHOOK_RECEIVER = 'github';

/** The uid and gid that Ghost's official image runs as, and that owns the content folder. */
export const GHOST_USER_ID = 1000;

/** The port that Ghost listens on, in the pod. */
export const GHOST_PORT = 2368;

/** The port that Flux's webhook receiver listens on, in the pod. */
export const WEBHOOK_PORT = 9292;
