/** What tells whether Flux has written an object. */
export interface Followed {
  readonly metadata: {
    readonly uid?: string;
    readonly namespace?: string;
    readonly name: string;
    readonly managedFields?: readonly {
      readonly manager?: string;
      readonly operation?: string;
      readonly subresource?: string;
      readonly time?: string;
    }[];
  };
}

/**
 * Follows objects, and says of each look whether Flux has written the object since the look before. The API server notes when a manager
 * last applied a change, in whole seconds, and leaves that as it is when nothing changed:
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 * @param since what was written before, in milliseconds since 1970, does not count
 */
export function writesOf(since: number): (object: Followed) => boolean {
  const last = new Map<string, string>();
  return ({ metadata }) => {
    const { uid = '', managedFields = [] } = metadata;
    const applied = managedFields.find(
      ({ manager, operation, subresource }) =>
        manager === 'kustomize-controller' && operation === 'Apply' && subresource === undefined,
    );
    if (applied?.time === undefined || last.get(uid) === applied.time) return false;
    last.set(uid, applied.time);
    return Date.parse(applied.time) >= since;
  };
}
