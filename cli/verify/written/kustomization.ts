import { z } from 'zod';

const strings = z.array(z.string()).catch([]);

/** Which objects a patch is for: names and kinds are regular expressions. */
const target = z
  .object({
    group: z.string(),
    kind: z.string(),
    name: z.string(),
    labelSelector: z.string(),
    annotationSelector: z.string(),
  })
  .partial();

/** An entry of `patches:`, and of the older `patchesJson6902:`. */
const patches = z
  .array(z.object({ path: z.string().optional(), patch: z.string().optional(), target: target.optional() }))
  .catch([]);

/**
 * What kustomize reads of a kustomization.yaml to find the objects and their patches.
 * @see https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
 */
export const kustomizationFile = z.object({
  resources: strings,
  bases: strings,
  components: strings,
  patches,
  patchesJson6902: patches,
  patchesStrategicMerge: strings,
  namespace: z.string().optional().catch(undefined),
  namePrefix: z.string().catch(''),
  nameSuffix: z.string().catch(''),
});

/** What Flux adds to it: https://fluxcd.io/flux/components/kustomize/kustomizations/ */
export const kustomizationSpec = z.object({
  path: z.string().catch('.'),
  components: strings,
  patches,
  targetNamespace: z.string().optional().catch(undefined),
  namePrefix: z.string().catch(''),
  nameSuffix: z.string().catch(''),
  postBuild: z
    .object({ substitute: z.record(z.string(), z.string()).catch({}) })
    .optional()
    .catch(undefined),
});

export type KustomizationFile = z.output<typeof kustomizationFile>;
export type KustomizationSpec = z.output<typeof kustomizationSpec>;
export type PatchEntry = KustomizationFile['patches'][number];
