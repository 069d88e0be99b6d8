import type { PullRequest } from '../../cluster/git/repository.ts';
import type { Kubectl } from '../../cluster/kubectl.ts';

/** An object, as kubectl names it. */
export interface Target {
  readonly kind: string;
  /** Empty for objects of the cluster. */
  readonly namespace: string;
  readonly name: string;
}

/** Something that somebody does to the running system, past the repository. */
export interface LiveMutation {
  readonly title: string;
  readonly make: (kubectl: Kubectl) => Promise<unknown>;
  /** Takes back what putting the objects back as they were does not: what was added, and what waits for a finalizer. */
  readonly unmake?: (kubectl: Kubectl) => Promise<unknown>;
}

/** Something that somebody merges. */
export interface MergedMutation {
  readonly title: string;
  readonly edits: PullRequest['edits'];
}

export type Mutation = LiveMutation | MergedMutation;

/** `service/ghost` in the words of a title: `Service ghost/ghost`. */
export const titleOf = ({ kind, namespace, name }: Target): string =>
  `${kind} ${namespace ? `${namespace}/` : ''}${name}`;

/** The arguments that name an object. */
export const named = ({ kind, namespace, name }: Target): string[] => [
  ...(namespace ? ['--namespace', namespace] : []),
  kind,
  name,
];

/** An object, from `kind namespace/name` or `kind name`. */
export function target(text: string): Target {
  const [kind = '', path = ''] = text.split(' ');
  const [first = '', second] = path.split('/');
  return second === undefined ? { kind, namespace: '', name: first } : { kind, namespace: first, name: second };
}
