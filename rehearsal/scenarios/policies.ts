import { provePolicies } from './access/policies.ts';
import type { Act } from './scenario.ts';

/** NetworkPolicies hold, tried with real connections from real pods. */
export const policies: Act = {
  id: 'policies',
  title: 'network policies are enforced',
  play: async (stage) => {
    const { kubectl } = await stage.cluster();
    const tries = await provePolicies(kubectl);
    return `${tries.length} connections tried`;
  },
};
