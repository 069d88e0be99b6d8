import type { Scenario } from '../../scenarios/scenario.ts';
import { expectNotLive, expectRepaired } from './expect-not-live.ts';

/** As `flux suspend` patches: what kubectl's own patch sets is taken back by Flux at the next push. */
const PATCH = [
  '-n',
  'flux-system',
  'patch',
  'kustomization',
  'ghost',
  '--field-manager=flux',
  '--type=merge',
  '--patch',
];

/** Somebody has suspended Flux for the blog. */
export const suspended: Scenario = {
  id: 'suspended',
  title: 'a suspended Kustomization: not live, "suspended"',
  run: async (harness) => {
    const { kubectl } = await harness.cluster();
    await kubectl([...PATCH, '{"spec":{"suspend":true}}']);
    const commit = await harness.project.merge({ branch: 'suspended', title: 'Merge while suspended', edits: {} });
    const measured = await expectNotLive(harness, { commit, cause: 'suspended', isFinal: async () => true });
    await kubectl([...PATCH, '{"spec":{"suspend":null}}']);
    await expectRepaired(harness, commit);
    return measured;
  },
};
