import type { Facts } from './facts.ts';

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

/** What times are counted from, in a word. */
export const beginning = ({ promoted }: Pick<Facts, 'promoted'>): string => (promoted ? 'promotion' : 'merge');
