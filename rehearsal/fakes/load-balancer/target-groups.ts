import {
  DeregisterTargetsCommand,
  type ElasticLoadBalancingV2Client,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Target, Targets } from './targets.ts';

/** Tells AWS which targets there are now. */
export type TellTargets = (targets: Targets) => Promise<void>;

/**
 * Keeps AWS's target groups as Auto Mode's load balancing does: whoever asks AWS for the health of a group sees the
 * pods that CloudFront sends readers to. AWS hears of changes only.
 */
export function targetGroups(client: Pick<ElasticLoadBalancingV2Client, 'send'>): TellTargets {
  let known: Targets = new Map();
  return async (targets) => {
    for (const TargetGroupArn of new Set([...known.keys(), ...targets.keys()])) {
      const before = known.get(TargetGroupArn) ?? [];
      const now = targets.get(TargetGroupArn) ?? [];
      const gone = named(before.filter((target) => !holds(now, target)));
      const added = named(now.filter((target) => !holds(before, target)));
      if (gone.length > 0) await client.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets: gone }));
      if (added.length > 0) await client.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: added }));
    }
    known = targets; // after a failed call everything is told again, which changes nothing twice
  };
}

function holds(targets: readonly Target[], { address, port }: Target): boolean {
  return targets.some((target) => target.address === address && target.port === port);
}

/** As AWS names targets. */
function named(targets: readonly Target[]): { Id: string; Port: number }[] {
  return targets.map(({ address, port }) => ({ Id: address, Port: port }));
}
