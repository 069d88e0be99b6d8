import { verify } from '../../harness/verify.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { bothWays } from './by-merge.ts';
import { expectCause } from './expect.ts';
import { expectRepaired } from './expect-not-live.ts';
import { tryHelp } from './help/try-help.ts';

const STORE = 'gitops/operators/configs/secret-store.yaml';

/** A finalizer that no controller takes away: the namespace cannot go. */
const SHOP = `---
apiVersion: v1
kind: Namespace
metadata:
  name: shop
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: held
  namespace: shop
  finalizers: [example.com/held]
`;

/** Long enough to see Flux delete it, in seconds. */
const TIMEOUT_SECONDS = 30;

/** Flux is done with a merge that removes a service as soon as it has asked for the deletion. */
export const prunedNamespace: Scenario = {
  id: 'pruned-namespace',
  title: 'a removed namespace that does not go: not live, "deletion not finished"',
  run: async (harness) => {
    const { kubectl } = await harness.cluster();
    const { forth, back } = bothWays({ [STORE]: (text) => text + SHOP });
    await expectRepaired(harness, await harness.project.merge({ branch: 'shop', title: 'Add a shop', edits: forth }));
    const commit = await harness.project.merge({ branch: 'no-shop', title: 'Remove the shop', edits: back });
    const verdict = await verify(harness, commit, { timeout: TIMEOUT_SECONDS, codes: [1] });
    const note = expectCause(verdict, 'deletion not finished');
    const help = await tryHelp(harness, verdict);
    const patch = '{"metadata":{"finalizers":null}}';
    await kubectl(['-n', 'shop', 'patch', 'configmap', 'held', '--type=merge', '--patch', patch]);
    await expectRepaired(harness, commit);
    return `${note}; ${help}`;
  },
};
