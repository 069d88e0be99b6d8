import type { Scenario } from '../../scenarios/scenario.ts';
import { expectNotLive, expectRepaired } from './expect-not-live.ts';

/** Somebody has scaled an operator to nothing: its Deployment wants no pods, has none, and looks well. What helps puts it back. */
export const scaledByHand: Scenario = {
  id: 'scaled-by-hand',
  title: 'an operator that somebody scaled to nothing: not live, "changed by hand", and its help puts it back',
  run: async (harness) => {
    const { kubectl } = await harness.cluster();
    await kubectl(['-n', 'external-secrets', 'scale', 'deployment', 'external-secrets', '--replicas=0']);
    const commit = await harness.project.merge({ branch: 'scaled', title: 'Merge while scaled', edits: {} });
    const measured = await expectNotLive(harness, { commit, cause: 'changed by hand', isFinal: async () => true });
    await expectRepaired(harness, commit);
    return measured;
  },
};
