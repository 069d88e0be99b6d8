import type { Relation } from './facts.ts';

/** What the revision of Flux's source means for a commit. */
type Rule =
  /** Flux applies it: look at every part. */
  | 'look'
  /** Flux has a later commit, whose own execution judges that one. */
  | 'superseded'
  /** Flux has not seen it: ask it to fetch, then decide again. */
  | 'ask'
  /** Flux follows something that is not on the branch. */
  | 'not on the branch'
  /** Flux's revision is not in the clone: fetch, then decide again. */
  | 'fetch';

/** The rule for a commit, by the relation of the revision that Flux's source holds to it. */
export const RULES: Readonly<Record<Relation, Rule>> = {
  same: 'look',
  // At once: executions are queued, so this one must end before that of the later commit can start.
  descendant: 'superseded',
  ancestor: 'ask',
  unrelated: 'not on the branch',
  unknown: 'fetch',
};
