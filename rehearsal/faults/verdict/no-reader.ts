import { replaceOnce } from '../../harness/project.ts';
import { verify } from '../../harness/verify.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { bothWays } from './by-merge.ts';
import { expectCause } from './expect.ts';
import { expectRepaired } from './expect-not-live.ts';
import { tryHelp } from './help/try-help.ts';

const NETWORK = 'gitops/apps/ghost/network.yaml';

/** A page that does not come may come yet, so time must be up: seconds. Long enough for Flux to apply the merge. */
const TIMEOUT_SECONDS = 100;

/** The kubelet's probes pass every policy: all of the cluster is well, and no reader gets in. */
export const noReader: Scenario = {
  id: 'no-reader',
  title: 'a network policy that lets no reader in, while all objects are well: not live, "origin unreachable"',
  run: async (harness) => {
    const { merge } = harness.project;
    const { forth, back } = bothWays({ [NETWORK]: (text) => replaceOnce(text, 'port: 2368', 'port: 2369', NETWORK) });
    const commit = await merge({ branch: 'no-reader', title: 'Let nobody in', edits: forth });
    const verdict = await verify(harness, commit, { timeout: TIMEOUT_SECONDS, codes: [1] });
    const words = expectCause(verdict, 'origin unreachable');
    const help = await tryHelp(harness, verdict);
    await expectRepaired(harness, await merge({ branch: 'readers', title: 'Let readers in again', edits: back }));
    return `${words}; ${help}`;
  },
};
