import { FLUX_OPERATOR_VERSION, FLUX_VERSION } from '../lib/versions.ts';
import { REGISTRIES } from './fakes/registry/server.ts';
import type { Harness } from './harness/harness.ts';
import { NPM } from './sandbox/npm-upstream.ts';
import type { Upstreams } from './sandbox/upstream.ts';
import {
  BUSYBOX_SERVED,
  EXTERNAL_SECRETS_BUILT,
  EXTERNAL_SECRETS_COMPARED,
  KARPENTER_COMPARED,
  KUBERNETES_RELEASE,
} from './shared/build-versions.ts';

/** What the suite ran on, and how real it was. */
export interface Subject {
  /** The commit that was rehearsed. */
  readonly commit: string;
  readonly versions: Readonly<Record<string, string>>;
  /** What is the very thing that runs on AWS. */
  readonly real: readonly string[];
  readonly standsIn: readonly string[];
  readonly notProven: readonly string[];
}

const REAL = [
  'CDK command line, this app, the kubectl handler of the CDK with helm and kubectl of its own layer',
  'Kubernetes: etcd, API server, controller manager, scheduler, kubelet, kube-proxy, containerd, runc, CoreDNS',
  'Flux controllers and flux-operator, from their Go modules at the pinned versions',
  "Ghost from npm in a pod, its init container, network policies, Pod Security, and the owner's session",
  'the buildspec of each merged commit, with the role of the build: npm ci, npx cdk deploy, npx onemerge verify',
  'Git over HTTPS, TLS everywhere, tokens and access entries, Pod Identity token review',
];
const NOT_PROVEN = [
  'AWS itself: see docs/first-deploy.md',
  'the official images: their programs are rebuilt here, their base layers are not',
  `External Secrets Operator as the tree pins it: its definitions are in no module; the tree's fields were compared with those of ${EXTERNAL_SECRETS_COMPARED}`,
  'MySQL 8.4: MariaDB speaks its protocol, not its dialect',
  `EKS Auto Mode: its nodes and what a NodePool does with them (only its definition is that of Karpenter ${KARPENTER_COMPARED}), load-balancer registration, its network policy agent`,
];

const GHOST_REAL = [
  'Ghost from npm in a pod of the rendered Deployment: user, read-only root, environment, probes, volumes, memory limit',
  'Kubernetes: etcd, API server, controller manager, scheduler, kubelet, kube-proxy, containerd, runc, CoreDNS, Pod Security',
  'seccomp by containerd; network policies, enforced by an agent of our own',
  "MySQL's protocol with TLS, SMTP with STARTTLS, HTTPS for readers",
];
const GHOST_STANDS_IN = [
  'CloudFront and the load balancer: a proxy of our own that follows the synthesized template, caches, and checks its targets by the documented rules',
  'RDS: MariaDB',
  'EFS: a CSI driver of our own, on local disk',
  'Flux and External Secrets: the rehearsal applies the rendered manifests and writes the Secrets',
];
const GHOST_NOT_PROVEN = [
  'MySQL 8.4: MariaDB of this system has the same protocol and TLS, but not the same SQL, collations, DDL locking or failover',
  'EFS: no NFS semantics, no latency, no mount over the network',
  'CloudFront and the load balancer where their documents leave something open (docs/rehearsal.md), above all how long a target takes to be registered',
  'Flux, External Secrets and AWS: covered by npx onemerge rehearse',
];
const REBUILT_IMAGE = 'the official image: rebuilt from npm in its layout, with an entrypoint of our own';

/** What stands in, for a sandbox in which these upstream registries answered. */
function standIns(upstream: Upstreams): string[] {
  const registries = REGISTRIES.filter((host) => upstream[host] !== undefined);
  return [
    'AWS: MiniStack, extended (rehearsal/fakes/aws)',
    `registries: ${registries.length > 0 ? `${registries.join(', ')} answered upstream` : 'all local, under the upstream names'}`,
    `External Secrets Operator ${EXTERNAL_SECRETS_BUILT} for the release that the tree pins`,
    `the system's own busybox for ${BUSYBOX_SERVED}, which docs/add-a-service.md starts`,
    'mail: a server of our own, in one recipe',
    'NetworkPolicies: an nftables agent of our own',
    'EFS: a CSI driver of our own, on local disk',
    'RDS: MariaDB',
    'CloudFront and the load balancer: a proxy of our own that follows their templates, caches, and checks its targets by the documented rules',
    "GitHub's API and webhooks: a server of our own; a person's handshake is a call",
    `CodePipeline and CodeBuild: a runner of our own; npm ci takes its packages from a cache that was filled before, ${upstream[NPM] === undefined ? 'and no others' : 'others from the registry that this machine uses'}`,
  ];
}

/** The whole system. */
export function subjectOf({ head, sandbox }: Pick<Harness, 'head' | 'sandbox'>): Subject {
  return {
    commit: head,
    versions: { kubernetes: KUBERNETES_RELEASE, flux: FLUX_VERSION, fluxOperator: FLUX_OPERATOR_VERSION },
    real: REAL,
    standsIn: standIns(sandbox.plan.upstream),
    notProven: NOT_PROVEN,
  };
}

/** Ghost alone. @param image that the Deployment names @param upstream the registries that answered */
export function ghostSubject(commit: string, image: string, upstream: Upstreams): Subject {
  const official = upstream[image.split('/')[0] ?? ''] !== undefined;
  return {
    commit,
    versions: { kubernetes: KUBERNETES_RELEASE, ghost: image },
    real: GHOST_REAL,
    standsIn: GHOST_STANDS_IN,
    notProven: official ? GHOST_NOT_PROVEN : [...GHOST_NOT_PROVEN, REBUILT_IMAGE],
  };
}
