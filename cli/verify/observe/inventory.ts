import type { FluxObject } from './kubernetes-objects.ts';

/** An object that Flux has applied, as an inventory lists it. */
export interface Listed {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Empty for objects of the cluster. */
  readonly namespace: string;
  readonly name: string;
}

/** A kind, as Kubernetes tells kinds apart. */
export type Kind = Pick<Listed, 'group' | 'version' | 'kind'>;

/**
 * What a Kustomization or a HelmRelease has applied. Flux writes ids as `namespace_name_group_kind`, and a colon of a
 * name as two underscores.
 * @see https://github.com/fluxcd/cli-utils/blob/main/pkg/object/objmetadata.go
 */
export function inventoryOf({ status }: FluxObject): Listed[] {
  return (status.inventory?.entries ?? []).flatMap(({ id, v: version }) => {
    const parts = /^([^_]*)_(.+)_([^_]*)_([^_]+)$/.exec(id);
    if (parts === null) return [];
    const [, namespace = '', name = '', group = '', kind = ''] = parts;
    return [{ group, version, kind, namespace, name: name.replaceAll('__', ':') }];
  });
}

/** `apps/v1`, `v1`. */
export const apiVersionOf = ({ group, version }: Pick<Listed, 'group' | 'version'>): string =>
  group === '' ? version : `${group}/${version}`;
