import type { Act } from '../../scenarios/scenario.ts';
import { mended, told } from './expect-not-live.ts';

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

/** Somebody has told Flux to leave the blog alone. */
export const suspended: Act = {
  id: 'suspended',
  title: 'a suspended Kustomization: not live, "suspended"',
  play: async (stage) => {
    const { kubectl } = await stage.cluster();
    await kubectl([...PATCH, '{"spec":{"suspend":true}}']);
    const commit = await stage.project.merge({ branch: 'suspended', title: 'Merge while suspended', edits: {} });
    const measured = await told(stage, { commit, cause: 'suspended', isFinal: async () => true });
    await kubectl([...PATCH, '{"spec":{"suspend":null}}']);
    await mended(stage, commit);
    return measured;
  },
};
