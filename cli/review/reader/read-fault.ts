import { sourceFault } from '../../../lib/config/source-fault.ts';
import { faultsOf } from '../../shared/tree/check.ts';
import { filesAreRegular, filesAreYaml } from '../../shared/tree/rules/files.ts';
import { treeOf } from '../../shared/tree/tree.ts';

/** Errors that say themselves where they come from, by name: their classes are the tree's own. */
const PLACED = ['ConfigError', 'CommandError'];

/** Why a tree's app could not be synthesized, on one line with file and line. */
export function codeFault(error: unknown, tree: string): string {
  return error instanceof Error && PLACED.includes(error.name) ? error.message : sourceFault(error, undefined, tree);
}

/** Why a tree's manifests could not be rendered, on one line with file and line: kustomize names neither for what is no YAML. */
export function manifestFault(error: unknown, tree: string): string {
  const [first] = brokenFiles(tree);
  if (first) return `${first.where}: ${first.what}: ${first.edit}`;
  if (!(error instanceof Error) || error.name !== 'RenderingError') return codeFault(error, tree);
  const { where, message } = error as Error & { readonly where?: string };
  const told = message.replaceAll(/\s*\n\s*/g, ' ');
  return where === undefined || told.includes(where) ? told : `${where}: ${told}`;
}

function brokenFiles(tree: string) {
  try {
    return faultsOf(treeOf(tree, []), [filesAreRegular, filesAreYaml]);
  } catch {
    return []; // a tree without gitops/, which the error is about then
  }
}
