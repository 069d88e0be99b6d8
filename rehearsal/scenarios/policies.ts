import { provePolicies } from './access/policies.ts';
import type { Scenario } from './scenario.ts';

/** NetworkPolicies hold, tried with real connections from real pods. */
export const policies: Scenario = {
  id: 'policies',
  title: 'network policies are enforced',
  run: async (harness) => {
    const { kubectl } = await harness.cluster();
    const tries = await provePolicies(kubectl);
    return `${tries.length} connections tested`;
  },
};
