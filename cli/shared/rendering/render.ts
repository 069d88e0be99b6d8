import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { infrastructureSetting } from '../../../lib/infrastructure.ts';
import { LOCK_FILE, lockedInfrastructure } from '../../../lib/lock.ts';
import { FLUX_PATH } from '../../../lib/names.ts';
import { findKubectl, type Kubectl } from './kubectl.ts';

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

/** The tree cannot be rendered; the message says where and why. */
export class RenderingError extends Error {
  override readonly name = 'RenderingError';
}

const REPOSITORY = join(import.meta.dirname, '../../..');
const VARIABLE = /\$\{([^}]*)\}/g;
const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Renders everything that Flux applies, in the way it does once the infrastructure stands that the lock names: the root,
 * then each Kustomization that the root holds, with its components, each document substituted strictly.
 * @throws RenderingError when a folder is missing, kustomize refuses it, or a variable has no value.
 */
export function renderTree(settings: Readonly<Record<string, string>>, kubectl: Kubectl = findKubectl()): Rendered[] {
  const values = { ...settings, ...lockedSetting() };
  const root = render('flux-system', FLUX_PATH, [], values, kubectl);
  const children = root.objects
    .filter(({ kind, apiVersion }) => kind === 'Kustomization' && apiVersion.startsWith('kustomize.toolkit.fluxcd.io/'))
    .map(({ metadata, spec }) => {
      const path = String(spec.path).replace(/^\.\//, '');
      return render(metadata.name, path, (spec.components ?? []) as string[], values, kubectl);
    });
  return [root, ...children];
}

function lockedSetting(): Record<string, string> {
  const locked = lockedInfrastructure(readFileSync(join(REPOSITORY, LOCK_FILE), 'utf8'));
  return locked === undefined ? {} : infrastructureSetting(locked);
}

/** The names of the variables in applied fields; comments do not count, and neither do documents that opted out. */
export function variablesIn(text: string): string[] {
  return documents(text)
    .filter(isSubstituted)
    .flatMap((document) => [...document.matchAll(VARIABLE)].map(([, name]) => name ?? ''));
}

function render(
  name: string,
  path: string,
  components: readonly string[],
  values: Readonly<Record<string, string>>,
  kubectl: Kubectl,
): Rendered {
  const text = kustomize(path, components, kubectl);
  const objects = documents(text).map((document) => {
    const substituted = isSubstituted(document) ? substitute(document, values, path) : document;
    return parse(substituted) as Manifest;
  });
  return { name, path, text, objects };
}

/** What kustomize printed in this process; the files do not change while it runs. */
const printed = new Map<string, string>();

function kustomize(path: string, components: readonly string[], kubectl: Kubectl): string {
  const key = [path, ...components].join(' ');
  const text = printed.get(key) ?? runKustomize(path, components, kubectl);
  printed.set(key, text);
  return text;
}

function runKustomize(path: string, components: readonly string[], kubectl: Kubectl): string {
  if (!existsSync(join(REPOSITORY, path, 'kustomization.yaml'))) {
    throw new RenderingError(`${path}/kustomization.yaml does not exist, and a Flux Kustomization names that folder.`);
  }
  // Flux writes the components into a copy of the folder's kustomization.yaml; so do we.
  const copy = mkdtempSync(join(tmpdir(), 'onemerge-render-'));
  try {
    cpSync(join(REPOSITORY, 'gitops'), join(copy, 'gitops'), { recursive: true });
    const file = join(copy, path, 'kustomization.yaml');
    const own = parse(readFileSync(file, 'utf8')) as { components?: string[] };
    writeFileSync(file, stringify({ ...own, components: [...(own.components ?? []), ...components] }));
    return execFileSync(kubectl.path, ['kustomize', join(copy, path)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    const { stderr } = error as { readonly stderr?: string };
    if (stderr === undefined) throw error;
    throw new RenderingError(`kustomize refuses ${path}: ${stderr.replaceAll(`${copy}/`, '').trim()}`);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Flux substitutes in the text that kustomize prints, after which quotes that YAML did not need are gone. */
function substitute(document: string, values: Readonly<Record<string, string>>, path: string): string {
  return document.replaceAll(VARIABLE, (_, name: string) => {
    const value = values[name];
    if (!PLAIN_NAME.test(name)) {
      throw new RenderingError(
        `${path} uses \${${name}}. Write plain \${KEY}s only: a default hides a missing setting.`,
      );
    }
    if (value === undefined) {
      throw new RenderingError(
        `${filesUsing(name, path)} uses \${${name}}, which is no setting: Flux would refuse the revision. ` +
          `Add ${name} to lib/settings.ts, or correct the name.`,
      );
    }
    return value.replaceAll('\n', '');
  });
}

/** The files of a folder that mention a variable. */
function filesUsing(name: string, path: string): string {
  return filesHolding(`\${${name}}`, path).join(', ');
}

/**
 * The files of a folder that hold an object or patch it: paths in the repository.
 * @param path the folder in the repository
 */
export function filesOf({ kind, metadata }: Manifest, path: string): string[] {
  return filesWhere(path, (text) =>
    documents(text)
      .map((document) => parse(document) as Partial<Manifest> | null)
      .some((object) => object?.kind === kind && object?.metadata?.name === metadata.name),
  );
}

/**
 * The files of a folder that hold a text: paths in the repository.
 * @param path the folder in the repository
 */
export function filesHolding(text: string, path: string): string[] {
  return filesWhere(path, (file) => file.includes(text));
}

/** The YAML files below a folder whose text fits. */
function filesWhere(path: string, fits: (text: string) => boolean): string[] {
  const folder = join(REPOSITORY, path);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml') && fits(readFileSync(join(folder, file), 'utf8')))
    .map((file) => join(path, file))
    .sort();
}

function isSubstituted(document: string): boolean {
  return !/^\s*kustomize\.toolkit\.fluxcd\.io\/substitute: disabled$/m.test(document);
}

/** kustomize separates documents by `---`; inside a document everything of that kind is indented. */
function documents(text: string): string[] {
  return text.split(/^---$/m);
}
