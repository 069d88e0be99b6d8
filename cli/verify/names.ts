/** An object of the cluster or of AWS. */
export interface Subject {
  readonly kind: string;
  /** None, or empty, for what is in no namespace. */
  readonly namespace?: string;
  readonly name: string;
}

/** `Deployment ghost/ghost`, `stack example-ghost`. */
export function nameOf({ kind, namespace, name }: Subject): string {
  return `${kind} ${namespace ? `${namespace}/${name}` : name}`;
}

/** A commit as people write it. */
export function short(commit: string | undefined): string {
  return commit === undefined ? 'nothing' : commit.slice(0, 7);
}
