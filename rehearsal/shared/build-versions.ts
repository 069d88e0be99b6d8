import type { FLUX_CONTROLLERS } from '../../lib/versions.ts';

/** A version of each controller of Flux. */
export type FluxControllers = Readonly<Record<keyof typeof FLUX_CONTROLLERS, string>>;

/** Versions of what only the rehearsal builds. What the app pins comes from `lib/versions.ts` and from the tree. */

/** The Kubernetes release of the cluster: the newest patch of the app's minor version that is published as modules. */
export const KUBERNETES_RELEASE = '1.36.3';

/** The newest External Secrets Operator that builds as one module: stands in for the release that the tree pins. */
export const EXTERNAL_SECRETS_BUILT = '0.20.4';

/**
 * The newest release whose definitions are published as a module: the fields that the tree uses are compared with it.
 * Releases from 2.0 on are not published so: their tags fit no module path, and the nested modules are refused.
 */
export const EXTERNAL_SECRETS_COMPARED = '1.3.2';

/** A Karpenter that every Go 1.26 takes: its definition of a NodePool stands for that of EKS Auto Mode, which is published nowhere. */
export const KARPENTER_COMPARED = '1.9.0';

/** The tag of the pause image; the program in it is ours. */
export const PAUSE_VERSION = '3.10.1';

/** The Node.js of the pipeline's builds: a release of the version that .nvmrc names. */
export const BUILD_NODE = '24.21.0';

/** The tag of busybox that docs/add-a-service.md pins; the system's own is served under it. */
export const BUSYBOX_SERVED = '1.37.0';

/**
 * The Flux that `rehearse --recipes upgrade-flux` begins with: the newest before the pinned one of which each controller is another. None
 * of 2.8 can be had: the module proxy refuses helm-controller 1.5.
 */
export const FLUX_BEFORE = '2.9.2';

/** The operator that installs it: the newest before the pinned one. It does not know the pinned Flux. */
export const FLUX_OPERATOR_BEFORE = '0.57.0';

/** The controllers that it is made of, as `config/data/flux` of the flux-operator names them. */
export const FLUX_CONTROLLERS_BEFORE: FluxControllers = {
  'source-controller': '1.9.3',
  'kustomize-controller': '1.9.3',
  'helm-controller': '1.6.2',
  'notification-controller': '1.9.2',
};

/**
 * The version of External Secrets that it begins with: the same program as the pinned one, served under another version. One
 * before the program cannot be had: the module proxy refuses 0.20.2 and 0.20.3.
 */
export const EXTERNAL_SECRETS_BEFORE = '2.13.0';

/** The Ghost that `rehearse ghost upgrade` begins with: a minor version before the one that the tree pins. */
export const GHOST_BEFORE = '6.64.0';
