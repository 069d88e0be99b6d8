import type { Manifest, Rendered } from '../../../cli/shared/rendering/render.ts';
import { RehearsalError } from '../../shared/errors.ts';

/** What Secrets Manager would hold: JSON documents by ARN. */
export type SecretsManager = Readonly<Record<string, Readonly<Record<string, string>>>>;

interface ExternalSecretEntry {
  readonly secretKey: string;
  readonly remoteRef: { readonly key: string; readonly property: string };
}

/** Ghost's database user, as `gitops/apps/database` hands it over. */
export interface DatabaseUser {
  readonly username: string;
  readonly password: string;
}

/**
 * The blog as Flux would apply it, with the Secrets that External Secrets would write in place of its own objects, its
 * namespace, and the Secret with its database user.
 * @throws RehearsalError when a manifest names a secret or a property that does not exist
 */
export function ghostObjects(tree: readonly Rendered[], secrets: SecretsManager, user: DatabaseUser): Manifest[] {
  const objects = tree.find(({ name }) => name === 'ghost')?.objects ?? [];
  const all = tree.flatMap((one) => one.objects);
  return [
    ...all.filter(({ kind, metadata }) => kind === 'Namespace' && metadata.name === 'ghost'),
    secret('database-user', 'ghost', Object.entries(user)),
    ...objects.map((object) => (object.kind === 'ExternalSecret' ? secretOf(object, secrets) : object)),
  ];
}

function secretOf({ metadata, spec }: Manifest, secrets: SecretsManager): Manifest {
  const entries = (spec.data as ExternalSecretEntry[]).map(({ secretKey, remoteRef: { key, property } }) => {
    const value = secrets[key]?.[property];
    if (value !== undefined) return [secretKey, value] as const;
    throw new RehearsalError(
      `ExternalSecret ${metadata.name} wants the property ${property} of ${key}, which has none`,
      {
        where: 'gitops/apps/ghost',
        help: 'correct the manifest, or give the secret that property: rehearsal/harness/ghost/harness.ts',
      },
    );
  });
  return secret(spec.target.name, metadata.namespace ?? 'default', entries);
}

function secret(name: string, namespace: string, entries: readonly (readonly [string, string])[]): Manifest {
  const data = Object.fromEntries(entries.map(([key, value]) => [key, Buffer.from(value).toString('base64')]));
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, data };
}

/** The first object of a kind. @throws RehearsalError when there is none */
export function firstOf(objects: readonly Manifest[], kind: string): Manifest {
  const found = objects.find((object) => object.kind === kind);
  if (found) return found;
  throw new RehearsalError(`gitops/apps/ghost renders no ${kind}`, { help: 'kubectl kustomize gitops/apps/ghost' });
}

/** Objects with a Deployment whose pods have no init containers. */
export function withoutInitContainers(objects: readonly Manifest[]): Manifest[] {
  const bare = structuredClone(firstOf(objects, 'Deployment'));
  bare.spec.template.spec.initContainers = [];
  return objects.map((object) => (object.kind === 'Deployment' ? bare : object));
}

/** Objects with a Deployment whose containers run another image of Ghost. */
export function withImage(objects: readonly Manifest[], image: string): Manifest[] {
  const other = structuredClone(firstOf(objects, 'Deployment'));
  const { initContainers = [], containers } = other.spec.template.spec;
  for (const container of [...initContainers, ...containers]) container.image = image;
  return objects.map((object) => (object.kind === 'Deployment' ? other : object));
}
