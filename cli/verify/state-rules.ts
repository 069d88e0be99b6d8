import type { GateFacts, Relation } from './facts.ts';

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

/** Where commits are promoted, the deployment of a commit says what Flux follows: an older one may come after a later one. */
export const RULES_OF_PROMOTED: typeof RULES = { ...RULES, descendant: 'ask' };

/** What a revision means that the gate holds back. */
type GateState =
  /** The infrastructure that it was reviewed with is not complete yet; whether it will be, the stacks say. */
  | 'waiting'
  /** It waits for infrastructure that its own commit does not define, so nobody will deploy it. */
  | 'lock is stale'
  /** The infrastructure is complete, and the settings in the cluster are not those that CDK wrote. */
  | 'gate closed by hand';

/**
 * Why the gate holds a revision back.
 * @param stands whether every stack is complete, from the templates of the commit
 */
export function gateState({ locked, synthesized, deployed }: GateFacts, stands: boolean): GateState {
  if (synthesized !== undefined && locked !== synthesized) return 'lock is stale';
  return stands && locked !== deployed ? 'gate closed by hand' : 'waiting';
}
