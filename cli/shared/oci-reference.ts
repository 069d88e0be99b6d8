/** Where `busybox:1.37.0` without a registry comes from: the name that container runtimes ask for Docker Hub's images. */
const DOCKER_HUB = 'registry-1.docker.io';

/** The name of an image or chart, taken apart. */
export interface Reference {
  /** The host that serves it. */
  readonly registry: string;
  /** Registry and repository: `ghcr.io/fluxcd/source-controller`. */
  readonly repository: string;
  readonly tag: string;
  /** `sha256:...`, when the name pins one. */
  readonly digest?: string;
}

/** Takes a name apart as container runtimes do: `busybox:1.37.0` is `library/busybox` of Docker Hub, and no tag is `latest`. */
export function parseReference(text: string): Reference {
  const [name = '', digest] = text.split('@');
  const [, path = name, tag = 'latest'] = /^(.+):([^/:]+)$/.exec(name) ?? [];
  const [first = '', ...rest] = path.split('/');
  const hasRegistry = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const onHub = !hasRegistry || first === 'docker.io';
  const registry = onHub ? DOCKER_HUB : first;
  const below = hasRegistry ? rest : [first, ...rest];
  const repository = [registry, ...(onHub && below.length === 1 ? ['library'] : []), ...below].join('/');
  return { registry, repository, tag, ...(digest ? { digest } : {}) };
}
