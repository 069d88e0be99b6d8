import { posix } from 'node:path';
import { SETTINGS_CONFIG_MAP } from '../../../lib/settings.ts';
import type { Manifest } from './render.ts';
import { RenderingError } from './rendering-error.ts';

/** What a Flux Kustomization says about rendering: https://fluxcd.io/flux/components/kustomize/kustomizations/ */
export interface FluxKustomization {
  readonly name: string;
  /** Folder in the repository, without a leading `./`. */
  readonly path: string;
  /** What Flux adds to the folder's kustomization.yaml. */
  readonly overlay: Overlay;
  /** Labels and annotations for every object. */
  readonly common: { readonly labels?: Record<string, string>; readonly annotations?: Record<string, string> };
  /** The variables' values; undefined when nothing is substituted. */
  readonly values: Readonly<Record<string, string>> | undefined;
  /** The ServiceAccount with whose rights it is applied; undefined for Flux's own. */
  readonly account: Account | undefined;
}

/** A ServiceAccount, which is in the namespace of its Kustomization. */
export interface Account {
  readonly name: string;
  readonly namespace: string | undefined;
}

/** Fields that Flux writes into a kustomization.yaml. */
export interface Overlay {
  readonly namespace?: string;
  readonly namePrefix?: string;
  readonly nameSuffix?: string;
  readonly patches?: readonly object[];
  readonly components?: readonly string[];
  readonly ignoreMissingComponents?: boolean;
  readonly images?: readonly Image[];
  readonly buildMetadata?: readonly string[];
}

/** An entry of `images:`. */
export interface Image {
  readonly name: string;
  readonly newName?: string;
  readonly newTag?: string;
  readonly digest?: string;
}

/** Fields that lead to objects which cannot be known here, and why. */
const REFUSED: Readonly<Record<string, string>> = {
  decryption: 'decrypts what it applies, and no key is here',
  kubeConfig: 'applies to another cluster',
};

/**
 * Reads a Flux Kustomization.
 * @param settings what the ConfigMap holds that CDK writes
 * @throws RenderingError for a field that this app does not follow
 */
export function readKustomization(object: Manifest, settings: Readonly<Record<string, string>>): FluxKustomization {
  const { metadata, spec = {} } = object;
  const where = (what: string, edit: string) =>
    new RenderingError(`Kustomization ${metadata.name} ${what}`, { where: `gitops/ (${metadata.name})`, edit });
  for (const [field, why] of Object.entries(REFUSED)) {
    if (spec[field] !== undefined) throw where(why, `remove spec.${field}`);
  }
  if (spec.sourceRef?.kind !== 'GitRepository')
    throw where(
      `follows a ${spec.sourceRef?.kind ?? 'source without kind'}`,
      'write sourceRef: { kind: GitRepository, name: flux-system }',
    );
  const components = (spec.components ?? []) as string[];
  for (const component of components) {
    if (posix.isAbsolute(component) || component.includes('://'))
      throw where(
        `has the component ${component}, and Flux takes relative paths only`,
        'write it relative to spec.path',
      );
  }
  return {
    name: metadata.name,
    path: folderOf(String(spec.path ?? '.')),
    overlay: {
      ...(spec.targetNamespace !== undefined && { namespace: spec.targetNamespace }),
      ...(spec.namePrefix !== undefined && { namePrefix: spec.namePrefix }),
      ...(spec.nameSuffix !== undefined && { nameSuffix: spec.nameSuffix }),
      patches: spec.patches ?? [],
      components,
      ignoreMissingComponents: spec.ignoreMissingComponents === true,
      images: spec.images ?? [],
      ...(spec.buildMetadata !== undefined && { buildMetadata: spec.buildMetadata }),
    },
    common: spec.commonMetadata ?? {},
    values: valuesOf(object, settings),
    account:
      spec.serviceAccountName === undefined
        ? undefined
        : { name: String(spec.serviceAccountName), namespace: metadata.namespace },
  };
}

/**
 * What it takes a ServiceAccount's rights from must be in the tree; whether they are enough, a rule says.
 * @param objects all that is rendered
 * @throws RenderingError for an account that is made elsewhere
 */
export function refuseForeignAccount({ name, account }: FluxKustomization, objects: readonly Manifest[]): void {
  if (account === undefined) return;
  const isMade = objects.some(
    ({ kind, metadata }) =>
      kind === 'ServiceAccount' && metadata.name === account.name && metadata.namespace === account.namespace,
  );
  if (isMade) return;
  throw new RenderingError(
    `Kustomization ${name} applies with the rights of a ServiceAccount that nobody checks: nothing in gitops/ makes ${account.namespace}/${account.name}`,
    {
      where: `gitops/ (${name})`,
      edit: `remove spec.serviceAccountName, or write the ServiceAccount ${account.name} and its Role, as gitops/apps/database/apply-ghost.yaml does`,
    },
  );
}

/** Later sources win, and what is written in the Kustomization itself wins over all. */
function valuesOf({ metadata, spec }: Manifest, settings: Readonly<Record<string, string>>) {
  const { substituteFrom = [], substitute, substituteStrategy } = spec?.postBuild ?? {};
  const values: Record<string, string> = {};
  for (const { kind, name, optional } of substituteFrom) {
    if (
      kind === 'ConfigMap' &&
      name === SETTINGS_CONFIG_MAP.name &&
      metadata.namespace === SETTINGS_CONFIG_MAP.namespace
    )
      Object.assign(values, settings);
    else if (optional !== true)
      throw new RenderingError(
        `Kustomization ${metadata.name} takes variables from ${kind} ${name}, which is not there`,
        {
          edit: `write substituteFrom: [{ kind: ConfigMap, name: ${SETTINGS_CONFIG_MAP.name} }], as lib/settings.ts names it`,
        },
      );
  }
  Object.assign(values, substitute);
  return Object.keys(values).length > 0 || substituteStrategy === 'Always' ? values : undefined;
}

/** The folder in the repository that a Kustomization's `spec.path` means: an empty text for the repository itself. */
export const folderOf = (path: string): string => posix.join('/', path).replace(/^\/|\/$/g, '');
