import type { Execution, Lock, Relation } from './facts.ts';

/** What the state of Flux's source, of the gate and of the queue mean for a commit. */
export type Rule =
  /** Flux applies it: look at every part. */
  | 'look'
  /** Flux holds it until its infrastructure is deployed. */
  | 'hold'
  /** Flux holds it for good: its infrastructure was not deployed. */
  | 'infrastructure failed'
  /** Flux holds it for good: no execution will deploy what its lock names. */
  | 'stale lock'
  /** Flux is past it; the later commit's own execution judges that one. */
  | 'superseded'
  /** Flux has not seen it: ask it to look, then decide again. */
  | 'ask'
  /** Flux follows something that is not on the branch. */
  | 'not on the branch'
  /** Flux's revision is not in the clone: fetch, then decide again. */
  | 'fetch';

/**
 * The table that gate, queue and verdict share.
 *
 * Superseded comes at once, whatever the gate says: executions are queued, so this one must end before the one that
 * deploys the later commit's infrastructure can start.
 * @param state.flux how the revision that Flux's source holds lies to the commit
 * @param state.lock the commit's lock against the key of the deployed infrastructure
 * @param state.execution the pipeline's latest execution of the commit
 */
export function ruleFor(state: { flux: Relation; lock: Lock; execution: Execution }): Rule {
  switch (state.flux) {
    case 'same':
      return state.lock === 'equal' ? 'look' : heldBack(state.execution);
    case 'descendant':
      return 'superseded';
    case 'ancestor':
      return 'ask';
    case 'unrelated':
      return 'not on the branch';
    case 'unknown':
      return 'fetch';
  }
}

function heldBack(execution: Execution): Rule {
  if (execution === 'running') return 'hold';
  return execution === 'failed' ? 'infrastructure failed' : 'stale lock';
}
