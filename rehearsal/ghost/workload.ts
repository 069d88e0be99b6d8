import { type Manifest, type Rendered, renderTree } from '../../cli/shared/rendering/render.ts';

/** The parts of a container that this rehearsal acts on, as Kubernetes writes them. */
export interface ContainerSpec {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value: string }[];
  readonly ports?: readonly { readonly containerPort: number }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
  readonly securityContext: {
    readonly readOnlyRootFilesystem?: boolean;
    readonly allowPrivilegeEscalation?: boolean;
    readonly capabilities?: { readonly drop?: readonly string[]; readonly add?: readonly string[] };
  };
  readonly resources: { readonly limits: { readonly memory: string } };
  readonly startupProbe?: ProbeSpec;
  readonly livenessProbe?: ProbeSpec;
  readonly readinessProbe?: ProbeSpec;
}

export interface ProbeSpec {
  readonly httpGet: {
    readonly path: string;
    readonly port: number;
    readonly httpHeaders?: readonly { readonly name: string; readonly value: string }[];
  };
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly timeoutSeconds?: number;
  readonly failureThreshold?: number;
  readonly successThreshold?: number;
}

interface VolumeSpec {
  readonly name: string;
  readonly secret?: { readonly secretName: string };
  readonly configMap?: { readonly name: string };
  readonly emptyDir?: object;
  readonly persistentVolumeClaim?: { readonly claimName: string };
}

export interface PodSpec {
  readonly initContainers: readonly ContainerSpec[];
  readonly containers: readonly ContainerSpec[];
  readonly volumes: readonly VolumeSpec[];
  readonly terminationGracePeriodSeconds: number;
  readonly securityContext: { readonly runAsUser: number; readonly runAsGroup: number };
}

/** Ghost as Flux would apply it. */
export interface Workload {
  /** Of Ghost. */
  readonly version: string;
  readonly pod: PodSpec;
  /** The port of the pod that the Service sends to. */
  readonly port: number;
  /** ConfigMaps by name, each a map of file names to contents. */
  readonly configMaps: ReadonlyMap<string, ReadonlyMap<string, Buffer>>;
  /** What External Secrets would write, by name. */
  readonly secrets: ReadonlyMap<string, ReadonlyMap<string, Buffer>>;
}

/** The tree and what is asked of it do not fit. */
export class WorkloadError extends Error {
  override readonly name = 'WorkloadError';
}

/** What Secrets Manager would hold: JSON documents by ARN. */
export type SecretsManager = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Renders gitops/apps/ghost with these settings, and plays External Secrets for its Secrets.
 * @throws WorkloadError when a manifest names a secret or a property that does not exist
 */
export function renderWorkload(settings: Readonly<Record<string, string>>, secretsManager: SecretsManager): Workload {
  const tree = renderTree(settings);
  const objects = tree.find(({ name }) => name === 'ghost')?.objects ?? [];
  const [deployment] = ofKind(objects, 'Deployment');
  const [service] = ofKind(objects, 'Service');
  if (deployment === undefined || service === undefined)
    throw new WorkloadError('gitops/apps/ghost renders no Deployment or no Service.');
  const secrets = ofKind(objects, 'ExternalSecret').map(({ spec }) => {
    const files = (spec.data as ExternalSecretEntry[]).map(({ secretKey, remoteRef }) => {
      const value = secretsManager[remoteRef.key]?.[remoteRef.property];
      if (value === undefined)
        throw new WorkloadError(`No secret ${remoteRef.key} with the property ${remoteRef.property}.`);
      return [secretKey, Buffer.from(value)] as const;
    });
    return [spec.target.name as string, new Map(files)] as const;
  });
  const configMaps = ofKind(objects, 'ConfigMap').map(({ metadata, data, binaryData }) => {
    const texts = Object.entries<string>(data ?? {}).map(([name, text]) => [name, Buffer.from(text)] as const);
    const binaries = Object.entries<string>(binaryData ?? {}).map(
      ([name, text]) => [name, Buffer.from(text, 'base64')] as const,
    );
    return [metadata.name, new Map([...texts, ...binaries])] as const;
  });
  return {
    version: versionOfGhost(tree),
    pod: deployment.spec.template.spec as PodSpec,
    port: service.spec.ports[0].targetPort as number,
    configMaps: new Map(configMaps),
    secrets: new Map(secrets),
  };
}

/**
 * The version in the tag of Ghost's image.
 * @throws WorkloadError when the tree runs no Ghost of an exact version
 */
export function versionOfGhost(tree: readonly Rendered[]): string {
  const images = tree
    .flatMap(({ objects }) => ofKind(objects, 'Deployment'))
    .flatMap(({ spec }) => spec.template.spec.containers.map((container: ContainerSpec) => container.image));
  const [version] = images.flatMap((image: string) => image.match(/\/ghost:(\d+\.\d+\.\d+)/)?.[1] ?? []);
  if (version === undefined) throw new WorkloadError(`gitops/ runs no Ghost of an exact version: ${images.join(', ')}`);
  return version;
}

interface ExternalSecretEntry {
  readonly secretKey: string;
  readonly remoteRef: { readonly key: string; readonly property: string };
}

function ofKind(objects: readonly Manifest[], kind: string): Manifest[] {
  return objects.filter((manifest) => manifest.kind === kind);
}
