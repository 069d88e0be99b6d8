import { relative } from 'node:path';
import { sourceFault } from '../../../lib/config/source-fault.ts';
import type { Fault } from '../../shared/tree/fault.ts';

/** Errors that say themselves where they come from, by name: their classes are the tree's own. */
const PLACED = ['ConfigError', 'CommandError'];

/** Why a tree's app could not be synthesized, on one line with file and line. */
export function codeFault(error: unknown, tree: string): string {
  const path = missingFile(error, tree);
  if (path !== undefined) return `${path} is missing; what moved or removed it: git log -- ${path}`;
  return error instanceof Error && PLACED.includes(error.name) ? error.message : sourceFault(error, undefined, tree);
}

/** Why a tree's manifests could not be rendered, on one line with file and line: kustomize names neither for what is no YAML. */
export async function manifestFault(error: unknown, tree: string): Promise<string> {
  const [first] = await brokenFiles(tree);
  if (first) return `${first.where}: ${first.what}: ${first.edit}`;
  if (!(error instanceof Error) || error.name !== 'RenderingError') return codeFault(error, tree);
  const { where, message } = error as Error & { readonly where?: string };
  const told = message.replaceAll(/\s*\n\s*/g, ' ');
  return where === undefined || told.includes(where) ? told : `${where}: ${told}`;
}

/** The file of the tree, by its path there, that an error misses. */
function missingFile(error: unknown, tree: string): string | undefined {
  const { code, path } = (error ?? {}) as { readonly code?: unknown; readonly path?: unknown };
  return code === 'ENOENT' && typeof path === 'string' && path.startsWith(`${tree}/`)
    ? relative(tree, path)
    : undefined;
}

/** The rules of the tree take a while to load, so they are loaded when something is wrong. */
async function brokenFiles(tree: string): Promise<readonly Fault[]> {
  const { faultsOf } = await import('../../shared/tree/check.ts');
  const { filesAreRegular, filesAreYaml } = await import('../../shared/tree/rules/files.ts');
  const { treeOf } = await import('../../shared/tree/tree.ts');
  try {
    return faultsOf(treeOf(tree, []), [filesAreRegular, filesAreYaml]);
  } catch {
    return []; // a tree without gitops/, which the error is about then
  }
}
