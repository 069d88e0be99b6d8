import { parse, parseAllDocuments } from 'yaml';
import type { Manifest } from '../../cli/shared/rendering/render.ts';
import { appliedBy, type Tree, treeOf } from '../../cli/shared/tree/tree.ts';
import { REPOSITORY, TREES } from '../gitops/tree.ts';

/** gitops/ as it is: no rule finds anything in it. */
export const SOUND: Tree = treeOf(REPOSITORY, Object.values(TREES));

/** The tree with objects more. @param yaml documents, as Flux would apply them @param owner the Flux Kustomization */
export function withObjects(yaml: string, owner = 'ghost'): Tree {
  const folder = SOUND.applied.find((one) => one.owner === owner)?.folder ?? 'gitops/apps/ghost';
  const added = parseAllDocuments(yaml).map((document) => appliedBy(owner, folder, document.toJS()));
  return { ...SOUND, applied: [...SOUND.applied, ...added] };
}

/** The tree with one object changed. @param change writes into a copy */
export function withChanged(kind: string, name: string, change: (object: Manifest) => void): Tree {
  let changed = 0;
  const applied = SOUND.applied.map((one) => {
    if (one.object.kind !== kind || one.object.metadata.name !== name) return one;
    changed++;
    const object = structuredClone(one.object);
    change(object);
    return appliedBy(one.owner, one.folder, object);
  });
  if (changed === 0) throw new Error(`gitops/ holds no ${kind} ${name}`);
  return { ...SOUND, applied };
}

/** The tree with one file more, or another text in one. */
export function withFile(path: string, text: string): Tree {
  return { ...SOUND, files: [...SOUND.files.filter((file) => file.path !== path), { path, type: 'file', text }] };
}

/** A pod that every rule allows, as YAML in flow style. @param fields more of its spec @param container more of its container */
export function podSpec(fields: object = {}, container: object = {}): string {
  const sound = parse(`
    securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }
    containers: []
  `);
  const only = parse(`
    name: web
    image: registry.example.com/web:1.2.3
    resources: { requests: { cpu: 10m, memory: 16Mi }, limits: { memory: 32Mi } }
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: [ALL] } }
  `);
  return JSON.stringify({ ...sound, containers: [{ ...only, ...container }], ...fields });
}
