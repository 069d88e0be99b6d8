import type { Manifest } from '../../shared/rendering/render.ts';

/** A container, of the fields that rules read. */
export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly securityContext?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** The specification of the pods that an object makes. */
interface PodSpec {
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly securityContext?: Readonly<Record<string, unknown>>;
  readonly volumes?: readonly Readonly<Record<string, unknown>>[];
  readonly [field: string]: unknown;
}

/** Undefined for what makes no pods. */
export function podSpecOf({ kind, spec }: Manifest): PodSpec | undefined {
  if (kind === 'Pod') return spec;
  return spec?.jobTemplate?.spec?.template?.spec ?? spec?.template?.spec;
}

/** The containers of an object's pods, the first ones included. */
export function containersOf(object: Manifest | undefined): readonly Container[] {
  const { initContainers = [], containers = [] } = (object && podSpecOf(object)) ?? {};
  return [...initContainers, ...containers];
}
