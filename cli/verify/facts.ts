import type { ObjectStatus } from './status/any-object.ts';

/**
 * What was observed about a commit, at one moment. `judge` turns it into a verdict; `--record` writes it to a file.
 * Plain JSON: times are ISO 8601 strings, revisions are full commit hashes.
 */
export interface Facts {
  /** The commit in question. */
  readonly commit: string;
  /** When it was pushed, as far as anybody has seen it: see push-time.ts. When its promotion began, where it is promoted. */
  readonly mergedAt: string;
  readonly observedAt: string;
  /** True where commits are promoted, which Flux then follows and not the branch; absent elsewhere. */
  readonly promoted?: true;
  /** Each observed revision's ancestry relative to the commit. */
  readonly relations: Readonly<Record<string, Relation>>;
  readonly infrastructure: Reading<InfrastructureFacts>;
  readonly cluster: Reading<ClusterFacts>;
  readonly reader: Reading<ReaderFacts>;
  /** Absent in recordings from before there was a gate. */
  readonly gate?: GateFacts;
  /** When Flux was asked last to apply everything once more; absent before it was. */
  readonly requestedAt?: string;
  /** When each problem was seen first, by its key: a problem becomes final once it has lasted. */
  readonly firstSeen: Readonly<Record<string, string>>;
}

/** Fingerprints of infrastructure, see lib/infrastructure.ts. */
export interface GateFacts {
  /** The one that the commit's manifests wait for; none when they wait for nothing. */
  readonly locked?: string;
  /** The one that the commit synthesizes; none until it is synthesized. */
  readonly synthesized?: string;
  /** The one that the settings say stands; none when they are not written, or cannot be read. */
  readonly deployed?: string;
  /** Settings that are not as CDK wrote them; absent in old recordings, and when they cannot be read. */
  readonly changed?: readonly SettingChange[];
}

/** A setting that somebody changed; null where there is none. */
export interface SettingChange {
  readonly key: string;
  readonly written: string | null;
  readonly found: string | null;
}

/** `unknown`: the revision is not in the clone, even after a fetch. */
export type Relation = 'same' | 'descendant' | 'ancestor' | 'unrelated' | 'unknown';

/** `running` covers queued executions, which CodePipeline does not tell apart; `failed` covers stopped and cancelled. */
export type Execution = 'running' | 'succeeded' | 'failed' | 'none';

/** A person's approval that an execution waits for, or ended without. */
export interface ApprovalFacts {
  readonly state: 'awaited' | 'refused' | 'timed out' | 'stopped';
  /** How it stands, after the name of the commit. */
  readonly words: string;
  /** The environment that the commit waits for. */
  readonly environment: string;
}

/** Something read, or why it could not be. */
export type Reading<T> = { readonly value: T } | Unread;

export interface Unread {
  readonly error: string;
  /** The command or edit that helps. */
  readonly help: string;
  /** How long to keep trying, in seconds; nothing changes the answer when it is 0. */
  readonly finalAfterSeconds: number;
}

/** True when the thing was read. */
export function isRead<T>(reading: Reading<T>): reading is { readonly value: T } {
  return 'value' in reading;
}

export interface InfrastructureFacts {
  readonly stacks: readonly StackFacts[];
  /** The pipeline's latest execution of the commit. Read only while something is missing; else it does not matter. */
  readonly execution?: Reading<Execution>;
  /** Read with the execution, where a person approves; absent elsewhere, and once it is given. */
  readonly approval?: ApprovalFacts;
  /** Read with the execution; absent while the pipeline does not exist. */
  readonly pipeline?: PipelineFacts;
}

/** A pipeline, as AWS's command line is told of it. */
export interface PipelineFacts {
  readonly name: string;
  readonly region: string;
}

export interface StackFacts {
  readonly name: string;
  /** CloudFormation's status, or `ABSENT`. */
  readonly status: string;
  /** Whether the deployed template is the one that the commit synthesizes. */
  readonly same: boolean;
  /** When the stack reached its status. */
  readonly at?: string;
  /** Nothing keeps it from being deleted; absent when something does, and in old recordings. */
  readonly mayBeDeleted?: true;
  /** Resources that failed in the last operation: `LogicalId (Type): reason`. */
  readonly failures: readonly string[];
}

export interface ClusterFacts {
  /** The GitRepository that Flux follows. */
  readonly source?: FluxFacts;
  readonly kustomizations: readonly FluxFacts[];
  readonly helmReleases: readonly FluxFacts[];
  /** The OCIRepositories that charts come from, and the HelmCharts that Flux makes of a release's `spec.chart`. */
  readonly charts: readonly FluxFacts[];
  /** The Deployments that those Kustomizations and HelmReleases own. */
  readonly deployments: readonly DeploymentFacts[];
  /**
   * Everything that they own, Secrets excepted, and what they owned and still goes. Absent in recordings from before
   * everything was looked at.
   */
  readonly objects?: readonly ObjectFacts[];
}

/** An object of any kind. */
export interface ObjectFacts extends ObjectStatus {
  readonly kind: string;
  /** Empty for objects of the cluster. */
  readonly namespace: string;
  readonly name: string;
  /** `Kustomization namespace/name` or `HelmRelease namespace/name`. */
  readonly owner: string;
  /** No inventory lists it any more: Flux has deleted it. */
  readonly pruned?: true;
  readonly changes?: readonly ChangeFacts[];
  /** Absent when it has all fields that the commit sets, and where nobody knows what it sets. */
  readonly dropped?: readonly DroppedFacts[];
  /** The Job that says how a CronJob is. */
  readonly job?: string;
  /** Its pods; read while it is not current. */
  readonly pods?: readonly PodFacts[];
  /** The last events about it, oldest first; read while it is not current. */
  readonly events?: readonly EventFacts[];
}

/** Fields that somebody changed by hand. */
export interface ChangeFacts {
  /** The program that did, as the API server names it: `kubectl-edit`. */
  readonly manager: string;
  readonly at?: string;
  /** `spec.replicas`. */
  readonly fields: readonly string[];
}

/** A field that the commit sets and the cluster does not have. */
export interface DroppedFacts {
  /** `spec.template.spec.hostUsers`, `spec.egress[].too`. */
  readonly field: string;
  /** `gitops/apps/ghost/service-account.yaml:7` */
  readonly where: string;
}

export interface FluxFacts {
  readonly kind: 'GitRepository' | 'OCIRepository' | 'HelmChart' | 'Kustomization' | 'HelmRelease';
  readonly namespace: string;
  readonly name: string;
  readonly generation: number;
  readonly observedGeneration: number;
  readonly suspended: boolean;
  /** Of a source its artifact's commit, of a Kustomization the last one it applied. */
  readonly revision?: string;
  /** The last commit that a Kustomization tried to apply. */
  readonly attempted?: string;
  /** When somebody made the last request to reconcile it that it has handled. */
  readonly handledAt?: string;
  /** When a source's artifact was stored. */
  readonly storedAt?: string;
  /** The Kustomization that applied the object: `namespace/name`. */
  readonly owner?: string;
  /** What it waits for, of its own kind: `namespace/name`. */
  readonly dependsOn?: readonly string[];
  /** The OCIRepository or HelmChart that a HelmRelease takes its chart from: `namespace/name`. */
  readonly chart?: string;
  readonly conditions: readonly ConditionFacts[];
  /** The last events about it, oldest first; read when it is not ready. */
  readonly events: readonly string[];
}

export interface ConditionFacts {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
  /** Kubernetes leaves it out for Deployments. */
  readonly observedGeneration?: number;
  /** When the status changed last. */
  readonly at?: string;
}

export interface DeploymentFacts {
  readonly namespace: string;
  readonly name: string;
  /** `Kustomization namespace/name` or `HelmRelease namespace/name`. */
  readonly owner: string;
  /** Its owner lists it, but it is not there. */
  readonly missing: boolean;
  readonly generation: number;
  readonly observedGeneration: number;
  readonly wanted: number;
  readonly total: number;
  readonly updated: number;
  readonly available: number;
  readonly conditions: readonly ConditionFacts[];
  /** The hash of the newest pod template. */
  readonly template?: string;
  /** The pods of that template. */
  readonly pods: readonly PodFacts[];
  readonly events: readonly string[];
}

export interface PodFacts {
  readonly name: string;
  readonly phase: string;
  readonly ready: boolean;
  readonly containers: readonly ContainerFacts[];
  readonly events: readonly EventFacts[];
  /** The last lines of the container that holds the pod up; read while the pod is not ready. */
  readonly logs: readonly string[];
}

export interface ContainerFacts {
  readonly name: string;
  readonly init: boolean;
  readonly ready: boolean;
  readonly restarts: number;
  readonly waiting?: { readonly reason: string; readonly message: string };
  /** How it ended, now or the last time. */
  readonly ended?: { readonly reason: string; readonly exitCode: number };
}

export interface EventFacts {
  readonly reason: string;
  readonly message: string;
  readonly at: string;
}

export interface ReaderFacts {
  readonly url: string;
  /** The HTTP status of the front page; none when nothing answered. */
  readonly status?: number;
  /** CloudFront answered by itself: no origin did, or it was not asked. */
  readonly edge?: true;
  /** What the page's generator meta says: `Ghost 6.65`. */
  readonly generator?: string;
  readonly error?: string;
  readonly targetGroups: readonly { readonly name: string; readonly states: readonly string[] }[];
}
