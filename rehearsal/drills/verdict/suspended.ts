import type { Act } from '../../acts/act.ts';
import { verify } from '../../stage/verify.ts';
import { expectCause } from './expect.ts';

const FLUX = ['-n', 'flux-system', 'patch', 'kustomization', 'ghost', '--type=merge', '--patch'];

/** Somebody has told Flux to leave the blog alone. */
export const suspended: Act = {
  id: 'suspended',
  title: 'a suspended Kustomization: not live, and told so',
  seconds: 60,
  play: async (stage) => {
    const { kubectl } = await stage.cluster();
    await kubectl([...FLUX, '{"spec":{"suspend":true}}']);
    try {
      const commit = await stage.project.merge({ branch: 'suspended', title: 'Merge while suspended', edits: {} });
      return expectCause(await verify(stage, commit, { timeout: 120, codes: [1] }), 'suspended');
    } finally {
      await kubectl([...FLUX, '{"spec":{"suspend":false}}']);
    }
  },
};
