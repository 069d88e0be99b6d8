/** Versions of what the rehearsal builds. What the app itself pins must be equal here; a test of the app compares them. */
export const KUBERNETES_VERSION = '1.36.3';
export const FLUX_OPERATOR_VERSION = '0.58.0';
export const FLUX_VERSION = '2.9.4';

/** The controllers that Flux 2.9.4 is made of, as its own manifests name them. */
export const FLUX_CONTROLLERS = {
  'source-controller': '1.9.4',
  'kustomize-controller': '1.9.4',
  'helm-controller': '1.6.3',
  'notification-controller': '1.9.3',
} as const;

/** The newest External Secrets Operator that builds as one module: stands in for the release that the tree pins. */
export const EXTERNAL_SECRETS_BUILT = '0.20.4';

/** The tag of the pause image; the program in it is ours. */
export const PAUSE_VERSION = '3.10.1';
