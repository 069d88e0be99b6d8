import type { Scenario } from '../../scenarios/scenario.ts';
import { expectNotLive, expectRepaired } from './expect-not-live.ts';

/** As `flux suspend` patches: what kubectl's own patch sets is taken back by Flux at the next push. */
const PATCH = ['--field-manager=flux', '--type=merge', '--patch', '{"spec":{"suspend":true}}'];

/** Somebody has suspended Flux for the blog. What helps resumes it. */
export const suspended: Scenario = {
  id: 'suspended',
  title: 'a suspended Kustomization: not live, "suspended", and its help resumes it',
  run: async (harness) => {
    const { kubectl } = await harness.cluster();
    await kubectl(['-n', 'flux-system', 'patch', 'kustomization', 'ghost', ...PATCH]);
    const commit = await harness.project.merge({ branch: 'suspended', title: 'Merge while suspended', edits: {} });
    const measured = await expectNotLive(harness, { commit, cause: 'suspended', isFinal: async () => true });
    await expectRepaired(harness, commit);
    return measured;
  },
};
