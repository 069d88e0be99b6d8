import { existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parse } from 'yaml';
import { RenderingError } from './rendering-error.ts';

/** The names that kustomize knows, in its order. */
export const FILE_NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** What kustomize fetches over a network: https://github.com/kubernetes-sigs/kustomize/blob/master/examples/remoteBuild.md */
const ELSEWHERE =
  /^(\w[\w+.-]*:\/\/|git::|[\w.-]+@[\w.-]+:|(github|gitlab)\.com[/:]|bitbucket\.org[/:])|[?&](ref|version)=/i;

/**
 * Refuses what a kustomization, or one that it names, would fetch from elsewhere. The cluster's Flux takes no folder of another
 * repository, and whoever has a file elsewhere could change what is applied without a merge.
 * @param folder of the kustomization
 * @param root of the tree
 * @throws RenderingError
 */
export function refuseElsewhere(folder: string, root: string, seen: Set<string> = new Set()): void {
  if (seen.has(folder)) return;
  seen.add(folder);
  const file = FILE_NAMES.map((name) => join(folder, name)).find((path) => existsSync(path));
  if (file === undefined) return;
  const names = namesIn(parsed(readFileSync(file, 'utf8')));
  const where = relative(root, file);
  for (const name of names) {
    if (ELSEWHERE.test(name)) {
      throw new RenderingError(`${where} names ${name}, which is not in this repository`, {
        where,
        edit: 'copy what it names below gitops/, and name that',
      });
    }
    refuseElsewhere(resolve(folder, name), root, seen);
  }
}

/** The lists and fields of a kustomization that name files or folders. */
const NAMING =
  /^(resources|bases|components|crds|configurations|generators|transformers|validators|patchesStrategicMerge|files|envs|path)$/;

function namesIn(value: unknown, isNamed = false): string[] {
  // A patch or a generator may be written where a name could be: it has lines.
  if (typeof value === 'string') return isNamed && !value.includes('\n') ? [value.replace(/^[\w.-]+=/, '')] : [];
  if (Array.isArray(value)) return value.flatMap((item) => namesIn(item, isNamed));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => namesIn(inner, NAMING.test(key)));
}

/** What is no YAML kustomize refuses itself, with its own words. */
function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
