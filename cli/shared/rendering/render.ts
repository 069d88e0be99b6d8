import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { infrastructureSetting } from '../../../lib/infrastructure.ts';
import { LOCK_FILE, lockedInfrastructure } from '../../../lib/lock.ts';
import { FLUX_PATH } from '../../../lib/names.ts';
import { type Artifact, makeArtifact } from './artifact.ts';
import { documents, isSubstituted, readDocument } from './documents.ts';
import { type FluxKustomization, readKustomization, refuseForeignAccount } from './flux-kustomization.ts';
import { findKubectl, type Kubectl } from './kubectl.ts';
import { build } from './kustomize.ts';
import { variableNames } from './variables/substitute.ts';

export { RenderingError } from './rendering-error.ts';

/** An object of the tree as parsed YAML. Tests narrow what they read. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  // biome-ignore lint/suspicious/noExplicitAny: manifests are as deep and varied as the Kubernetes API.
  readonly [field: string]: any;
}

/** What one Flux Kustomization applies. */
export interface Rendered {
  /** Name of the Flux Kustomization; `flux-system` for the root. */
  readonly name: string;
  /** Folder in the repository, without a leading `./`. */
  readonly path: string;
  /** As kustomize prints it, variables included: YAML documents. */
  readonly text: string;
  /** After substitution. */
  readonly objects: readonly Manifest[];
}

const REPOSITORY = join(import.meta.dirname, '../../..');

/**
 * Renders everything that Flux applies, in the way it does once the infrastructure stands that the lock names: the root,
 * then each Kustomization that it holds, then those that they hold, from what Flux's artifact of the files would be.
 * @param settings what the ConfigMap of the settings holds
 * @param repository the folder with gitops/
 * @throws RenderingError when Flux would refuse something, or a Kustomization says what cannot be followed here
 */
export function renderTree(settings: Values, kubectl?: Kubectl, repository?: string): Rendered[] {
  return renderTrees([settings], kubectl, repository).flat();
}

/** The same with each of several settings, from one artifact. */
export function renderTrees(
  all: readonly Values[],
  kubectl: Kubectl = findKubectl(),
  repository: string = REPOSITORY,
): Rendered[][] {
  const locked = lockedSetting(repository);
  const artifact = makeArtifact(repository);
  try {
    return all.map((settings) => renderArtifact(artifact, { ...settings, ...locked }, kubectl));
  } finally {
    artifact.remove();
  }
}

export type Values = Readonly<Record<string, string>>;

function renderArtifact(artifact: Artifact, values: Values, kubectl: Kubectl): Rendered[] {
  const rendered: Rendered[] = [];
  const root = { name: 'flux-system', path: FLUX_PATH, overlay: {}, common: {}, values, account: undefined };
  const waiting: FluxKustomization[] = [root];
  const all: FluxKustomization[] = [];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const applied = renderKustomization(next, artifact, kubectl);
    rendered.push(applied);
    all.push(next);
    const nested = applied.objects.filter(isFluxKustomization).map((object) => readKustomization(object, values));
    // One that applies itself, or that two others apply, is rendered once.
    const known = [...rendered, ...waiting].map(({ name }) => name);
    waiting.push(...nested.filter(({ name }) => !known.includes(name)));
  }
  const objects = rendered.flatMap((one) => one.objects);
  for (const kustomization of all) refuseForeignAccount(kustomization, objects);
  return rendered;
}

const isFluxKustomization = ({ kind, apiVersion }: Manifest): boolean =>
  kind === 'Kustomization' && apiVersion.startsWith('kustomize.toolkit.fluxcd.io/');

/** The setting that the lock's infrastructure sets once it stands; none without a lock. */
export function lockedSetting(repository: string): Record<string, string> {
  const locked = lockedInfrastructure(readFileSync(join(repository, LOCK_FILE), 'utf8'));
  return locked === undefined ? {} : infrastructureSetting(locked);
}

/**
 * The names of the variables in applied fields, those in defaults too; documents that opted out do not count.
 * @param text YAML documents as kustomize prints them
 */
export function variablesIn(text: string): string[] {
  return documents(text).filter(isSubstituted).flatMap(variableNames);
}

/** Renders one Kustomization. @throws RenderingError */
export function renderKustomization(kustomization: FluxKustomization, artifact: Artifact, kubectl: Kubectl): Rendered {
  const { name, path, common, values } = kustomization;
  const text = build(kustomization, artifact, kubectl);
  const objects = documents(text)
    .map((document) => readDocument(document, values, path, artifact.folder))
    .map((object) => withMetadata(object, common));
  return { name, path, text, objects };
}

/** Flux sets `commonMetadata` last. */
function withMetadata(object: Manifest, { labels, annotations }: FluxKustomization['common']): Manifest {
  const { metadata } = object;
  return {
    ...object,
    metadata: {
      ...metadata,
      ...(labels && { labels: { ...metadata.labels, ...labels } }),
      ...(annotations && { annotations: { ...metadata.annotations, ...annotations } }),
    },
  };
}
