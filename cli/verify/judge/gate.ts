import { infrastructureKey, infrastructureSetting, infrastructuresIn } from '../../../lib/infrastructure.ts';
import { type ConditionFacts, type Facts, type FluxFacts, type GateFacts, isRead } from '../facts.ts';
import { isDeployed } from '../readiness.ts';
import { gateState } from '../state-rules.ts';
import type { Problem } from '../verdict.ts';
import { problem } from './problem.ts';

/**
 * Whether Flux applies nothing of a revision because the gate is shut. Of several settings that are missing Flux names
 * one; those that the commit adds come with its infrastructure.
 */
export function isHeld({ message }: ConditionFacts, { locked, deployed }: GateFacts = {}): boolean {
  if (!message.includes('variable not set (strict mode)')) return false;
  return infrastructuresIn(message).length > 0 || (locked !== undefined && locked !== deployed);
}

/** Why the gate holds a Kustomization back, in words. */
export function gateProblem(kustomization: FluxFacts, { gate = {}, infrastructure, commit }: Facts): Problem {
  const { locked = 'another infrastructure', synthesized, deployed = 'none' } = gate;
  const stands = isRead(infrastructure) && infrastructure.value.stacks.every(isDeployed);
  const of = commit;
  const { events } = kustomization;
  switch (gateState(gate, stands)) {
    case 'lock is stale': {
      const message = `the manifests wait for infrastructure ${locked}, and this commit defines ${synthesized}: nobody deploys what they wait for`;
      return problem('lock is stale', kustomization, { message, events, of });
    }
    case 'gate closed by hand': {
      const message = `infrastructure ${locked} is deployed, but the settings in the cluster name ${deployed}: somebody changed them`;
      return problem('gate closed by hand', kustomization, { message, help: reopen(locked, deployed), events, of });
    }
    case 'waiting': {
      const message = `waiting for infrastructure ${locked}; deployed is ${deployed}`;
      return problem('waiting for infrastructure', kustomization, { message, of });
    }
  }
}

/** Puts the settings back as CDK wrote them. */
function reopen(locked: string, deployed: string): string {
  const stale = deployed === 'none' ? {} : { [infrastructureKey(deployed)]: null };
  const patch = JSON.stringify({ data: { ...stale, ...infrastructureSetting(locked) } });
  return `kubectl --namespace flux-system patch configmap settings --type merge --patch '${patch}'`;
}
