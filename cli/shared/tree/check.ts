import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MANIFESTS } from '../../../lib/names.ts';
import { ALL_CONTRACT_VALUES } from '../rendering/contract-values.ts';
import { findKubectl, type Kubectl } from '../rendering/kubectl.ts';
import { RenderingError, renderTrees } from '../rendering/render.ts';
import type { Fault } from './fault.ts';
import type { Rule } from './rule.ts';
import { FILE_RULES, OBJECT_RULES, SHAPE_RULES } from './rules.ts';
import { readFiles } from './source-file.ts';
import { appliedIn, type Tree } from './tree.ts';

/**
 * Everything that is wrong with gitops/ and can be known without a cluster. Files that cannot be read are told
 * alone, and so are objects that do not have the shape of their kind: what is applied cannot be known then.
 * @param root the repository's folder
 */
export function checkTree(root: string, kubectl: Kubectl = findKubectl()): Fault[] {
  if (!existsSync(join(root, MANIFESTS)))
    return [{ where: MANIFESTS, what: 'does not exist', edit: 'git checkout HEAD -- gitops' }];
  const files = readFiles(root);
  const faults = faultsOf({ files, applied: [] }, FILE_RULES);
  if (faults.length > 0) return faults;
  try {
    const renderings = renderTrees(ALL_CONTRACT_VALUES, kubectl, root);
    return faultsOfObjects({ files, applied: appliedIn(renderings) });
  } catch (error) {
    if (!(error instanceof RenderingError)) throw error;
    return [{ where: error.where ?? MANIFESTS, what: error.what, edit: error.edit ?? 'correct what it names' }];
  }
}

/** What is wrong with objects: with their shapes, or else with what they say. */
export function faultsOfObjects(tree: Tree): Fault[] {
  const ofShape = faultsOf(tree, SHAPE_RULES);
  return ofShape.length > 0 ? ofShape : faultsOf(tree, OBJECT_RULES);
}

/** What some rules find, each fault once. */
export function faultsOf(tree: Tree, rules: readonly Rule[]): Fault[] {
  const all = rules.flatMap((rule) => [...rule.check(tree)]);
  return [...new Map(all.map((fault) => [JSON.stringify(fault), fault])).values()];
}
