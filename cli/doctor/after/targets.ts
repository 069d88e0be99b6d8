import { bad, type Check, good } from '../check.ts';
import type { AfterDeploy } from './after-deploy.ts';
import { resourcesOf } from './standing.ts';

/** Auto Mode puts the pods of Ghost and of Flux's receiver into the target groups; healthy ones have their secrets and files. */
export const targets: Check<AfterDeploy> = {
  id: 'targets',
  title: 'Pods are in the target groups, and healthy',
  find: async (asked) => {
    const groups = await resourcesOf(asked, 'ghost', 'AWS::ElasticLoadBalancingV2::TargetGroup');
    const states = await Promise.all(
      [...groups.values()].map(async (arn) => ({
        name: arn.split('/')[1] ?? arn,
        states: await asked.account.targetStates(arn),
      })),
    );
    const listed = states.map(({ name, states: all }) => `${name}: ${all.join(', ') || 'none'}`).join('; ');
    if (states.every(({ states: all }) => all.includes('healthy'))) return good(listed);
    return bad(listed, 'kubectl get targetgroupbindings,pods -A');
  },
};
