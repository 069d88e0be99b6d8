/**
 * Versions that Renovate moves in pull requests of their own (see renovate.json): Kubernetes with its kubectl layer, and
 * Flux with its operator. A Flux release supports a range of Kubernetes versions.
 */

/**
 * Kubernetes minor version of the cluster, up by one at a time; the kubectl of `@aws-cdk/lambda-layer-kubectl-v36` may be
 * one minor older or newer. https://kubernetes.io/releases/version-skew-policy/#kubectl
 */
export const KUBERNETES_VERSION = '1.36';

/** Version of the chart `flux-operator` and of the operator itself. */
export const FLUX_OPERATOR_VERSION = '0.58.0';

/** The Flux distribution that the operator installs. */
export const FLUX_VERSION = '2.9.4';

/** The OCI repository of the flux-operator chart. */
export const FLUX_OPERATOR_CHART = 'oci://ghcr.io/controlplaneio-fluxcd/charts/flux-operator';

/** The registry of Flux's controller images. */
export const FLUX_REGISTRY = 'ghcr.io/fluxcd';

/** The controllers that the app's Flux release is made of, as that release's own manifests name them. */
export const FLUX_CONTROLLERS = {
  'source-controller': '1.9.4',
  'kustomize-controller': '1.9.4',
  'helm-controller': '1.6.3',
  'notification-controller': '1.9.3',
} as const;
