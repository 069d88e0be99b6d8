import { makeArtifact } from '../../../cli/shared/rendering/artifact.ts';
import { CONTRACT_VALUES } from '../../../cli/shared/rendering/contract-values.ts';
import { readKustomization } from '../../../cli/shared/rendering/flux-kustomization.ts';
import { findKubectl } from '../../../cli/shared/rendering/kubectl.ts';
import { lockedSetting, type Manifest, renderKustomization } from '../../../cli/shared/rendering/render.ts';
import type { FolderQuestion } from './program.ts';

/** Fields of a Flux Kustomization, each of which changes what is applied of Ghost's folder, or is refused. */
const SPECS: readonly object[] = [
  {},
  { components: ['mail-on'] },
  { components: ['mail-none'] },
  { components: ['mail-none', 'mail-off'], ignoreMissingComponents: true },
  { targetNamespace: 'elsewhere' },
  { namePrefix: 'a-', nameSuffix: '-b' },
  { images: [{ name: 'ghost', newTag: '1.2.3' }] },
  { images: [{ name: 'ghost', newName: 'example.com/g', digest: `sha256:${'0'.repeat(64)}` }] },
  { patches: [{ target: { kind: 'Service' }, patch: '- { op: add, path: /metadata/labels, value: { a: b } }' }] },
  { patches: [{ patch: 'apiVersion: v1\nkind: Service\nmetadata: { name: none }\nspec: { clusterIP: None }' }] },
  { path: './gitops/operators/configs' },
  { path: './gitops/operators' },
  { path: './gitops/none' },
  { path: '../gitops/lock' },
];

/** One folder with one Kustomization: Flux's question, and what is applied by the renderer. */
export interface Folder {
  readonly question: FolderQuestion;
  readonly ours: () => readonly unknown[];
}

/** @param repository the folder with gitops/ @returns the folders, and what removes the copies that were made */
export function folders(repository: string): { readonly folders: Folder[]; readonly remove: () => void } {
  const kubectl = findKubectl();
  const substitute = { ...CONTRACT_VALUES, ...lockedSetting(repository) };
  const own = makeArtifact(repository);
  const copies = [own];
  const asked = SPECS.map((changed): Folder => {
    const theirs = makeArtifact(repository); // Flux writes into it
    copies.push(theirs);
    const spec = {
      path: './gitops/apps/ghost',
      sourceRef: { kind: 'GitRepository' },
      postBuild: { substitute },
      ...changed,
    };
    const object: Manifest = { ...KUSTOMIZATION, spec };
    const kustomization = readKustomization(object, {});
    return {
      question: { root: theirs.folder, path: kustomization.path, kustomization: object },
      ours: () => renderKustomization(kustomization, own, kubectl).objects,
    };
  });
  return { folders: asked, remove: () => copies.forEach((copy) => void copy.remove()) };
}

const KUSTOMIZATION = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: { name: 'compared', namespace: 'flux-system' },
};
