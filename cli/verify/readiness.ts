import type { ConditionFacts, FluxFacts, StackFacts } from './facts.ts';

/** A condition of an object, by its type. */
export function conditionOf(
  object: { readonly conditions: readonly ConditionFacts[] },
  type: string,
): ConditionFacts | undefined {
  return object.conditions.find((condition) => condition.type === type);
}

/**
 * Ready, for the object's newest generation, with nothing under way. A condition that is True for an older generation
 * says nothing about this one, and Flux leaves it in place until it gets round to the object.
 */
export function isReady(object: FluxFacts): boolean {
  const ready = conditionOf(object, 'Ready');
  return (
    ready?.status === 'True' &&
    ready.observedGeneration === object.generation &&
    object.observedGeneration === object.generation &&
    conditionOf(object, 'Reconciling')?.status !== 'True'
  );
}

/** Whether an object of Flux has done what it was asked to, or was not asked. @param requestedAt what the request is known by */
export function hasHandled({ handledAt = '' }: FluxFacts, requestedAt: string | undefined): boolean {
  return requestedAt === undefined || Date.parse(handledAt) >= Date.parse(requestedAt);
}

/** Whether a stack is complete, and deployed from the commit's template. */
export function isDeployed(stack: StackFacts): boolean {
  return stack.same && isComplete(stack.status);
}

/**
 * A rollback to the wanted template counts as complete: after a failed deploy, a revert asks for exactly what runs,
 * and `cdk deploy` then has nothing to do.
 */
const isComplete = (status: string): boolean => /^(CREATE|UPDATE|IMPORT|UPDATE_ROLLBACK)_COMPLETE$/.test(status);
