import type { Scenario } from '../../scenarios/scenario.ts';
import { expectNotLive, expectRepaired } from './expect-not-live.ts';

const OPERATOR = ['-n', 'external-secrets'] as const;

/** Somebody has scaled an operator to nothing. Its Deployment wants no pods and has none: it looks well. */
export const scaledByHand: Scenario = {
  id: 'scaled-by-hand',
  title: 'an operator that somebody scaled to nothing: not live, "changed by hand"',
  run: async (harness) => {
    const { kubectl } = await harness.cluster();
    await kubectl([...OPERATOR, 'scale', 'deployment', 'external-secrets', '--replicas=0']);
    const commit = await harness.project.merge({ branch: 'scaled', title: 'Merge while scaled', edits: {} });
    const measured = await expectNotLive(harness, { commit, cause: 'changed by hand', isFinal: async () => true });
    // What `flux reconcile helmrelease external-secrets --force` does, which the verdict's help names.
    const now = new Date().toISOString();
    const asked = [`reconcile.fluxcd.io/requestedAt=${now}`, `reconcile.fluxcd.io/forceAt=${now}`];
    await kubectl([...OPERATOR, 'annotate', 'helmrelease', 'external-secrets', '--overwrite', ...asked]);
    await expectRepaired(harness, commit);
    return measured;
  },
};
