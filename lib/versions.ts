/**
 * Versions that move together. Renovate updates them in one pull request (see renovate.json): the kubectl layer and
 * the cluster must stay within Kubernetes' version skew, and a Flux release supports a range of Kubernetes versions.
 */

/** Kubernetes minor version of the cluster; must match the package `@aws-cdk/lambda-layer-kubectl-v36`. */
export const KUBERNETES_VERSION = '1.36';

/** Version of the chart `flux-operator` and of the operator itself. */
export const FLUX_OPERATOR_VERSION = '0.58.0';

/** The Flux distribution that the operator installs. */
export const FLUX_VERSION = '2.9.4';

/** The OCI repository of the flux-operator chart. */
export const FLUX_OPERATOR_CHART = 'oci://ghcr.io/controlplaneio-fluxcd/charts/flux-operator';

/** The registry of Flux's controller images. */
export const FLUX_REGISTRY = 'ghcr.io/fluxcd';
