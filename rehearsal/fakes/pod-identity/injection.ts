import type { Container, Pod } from './pod.ts';

/** Who a pod's token is for; EKS's agent takes no other. */
const AUDIENCE = 'pods.eks.amazonaws.com';

const VOLUME = 'eks-pod-identity-token';
const MOUNT = `/var/run/secrets/${AUDIENCE}/serviceaccount`;

/** How long a token is good for, in seconds; the kubelet renews it before. */
const LIFETIME = 86400;

/** One step of a JSON patch (RFC 6902). */
export interface PatchStep {
  readonly op: 'add';
  readonly path: string;
  readonly value: unknown;
}

export interface InjectionOptions {
  readonly region: string;
  /** Where containers ask for credentials. */
  readonly credentials: string;
  /** What only a rehearsal adds: the endpoints of the AWS emulator. */
  readonly endpoints: Readonly<Record<string, string>>;
}

/**
 * What EKS's webhook adds to a pod whose ServiceAccount has an association: a token for the agent, and in every container
 * the variables that lead AWS's SDKs to it. What a container sets itself stays.
 */
export function injection({ spec }: Pod, options: InjectionOptions): PatchStep[] {
  if (spec.volumes?.some(({ name }) => name === VOLUME)) return [];
  const variables = {
    AWS_STS_REGIONAL_ENDPOINTS: 'regional',
    AWS_DEFAULT_REGION: options.region,
    AWS_REGION: options.region,
    AWS_CONTAINER_CREDENTIALS_FULL_URI: options.credentials,
    AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: `${MOUNT}/${VOLUME}`,
    ...options.endpoints,
  };
  const into = (kind: 'containers' | 'initContainers') =>
    (spec[kind] ?? []).flatMap((container, index) => intoContainer(container, `/spec/${kind}/${index}`, variables));
  return [...append('/spec/volumes', spec.volumes, tokenVolume()), ...into('initContainers'), ...into('containers')];
}

function tokenVolume() {
  const token = { audience: AUDIENCE, expirationSeconds: LIFETIME, path: VOLUME };
  return { name: VOLUME, projected: { sources: [{ serviceAccountToken: token }] } };
}

function intoContainer(
  container: Container,
  path: string,
  variables: Readonly<Record<string, string>>,
): readonly PatchStep[] {
  const own = new Set(container.env?.map(({ name }) => name));
  const added = Object.entries(variables)
    .filter(([name]) => !own.has(name))
    .map(([name, value]) => ({ name, value }));
  const mount = { name: VOLUME, mountPath: MOUNT, readOnly: true };
  return [
    ...append(`${path}/env`, container.env, ...added),
    ...append(`${path}/volumeMounts`, container.volumeMounts, mount),
  ];
}

/** Adds to a list, or makes it: a patch cannot append to a list that is not there. */
function append(path: string, list: readonly unknown[] | undefined, ...items: readonly unknown[]): PatchStep[] {
  if (list === undefined) return [{ op: 'add', path, value: items }];
  return items.map((value) => ({ op: 'add', path: `${path}/-`, value }));
}
