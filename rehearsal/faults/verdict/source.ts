import type { Harness } from '../../harness/harness.ts';
import { ADDRESSES, POD_NETWORK } from '../../sandbox/addresses.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { run } from '../../shared/process/run.ts';
import { waitFor } from '../../shared/process/wait.ts';
import { fetchFailed } from './cluster-state.ts';
import { expectNotLive, expectRepaired } from './expect-not-live.ts';

const TABLE = 'inet rehearsal_source';

/** Pods are refused where Git answers. Everybody else reaches it: the person who merges, and the build. */
const CUT = `table ${TABLE} {
  chain input {
    type filter hook input priority 0
    ip saddr ${POD_NETWORK} ip daddr ${ADDRESSES.git} tcp dport 443 reject with tcp reset
  }
}`;

/** Flux reaches the repository, or does not. */
async function reach({ sandbox: { env, nodeEnv } }: Harness, reaches: boolean): Promise<void> {
  const filter = { seconds: 60, env: { ...env, ...nodeEnv } };
  if (reaches) await run('nft', ['delete', 'table', ...TABLE.split(' ')], filter);
  else await run('nft', ['-f', '-'], { ...filter, input: CUT });
}

/** Flux cannot reach the repository. */
export const sourceUnreachable: Scenario = {
  id: 'source-unreachable',
  title: 'a repository that Flux cannot reach: not live, "source unreachable"',
  run: async (harness) => {
    await reach(harness, false);
    const commit = await harness.project.merge({
      branch: 'unreachable',
      title: 'Merge what Flux cannot fetch',
      edits: {},
    });
    const measured = await expectNotLive(harness, {
      commit,
      cause: 'source unreachable',
      isFinal: () => fetchFailed(harness),
    });
    await reach(harness, true);
    await expectRepaired(
      harness,
      await harness.project.merge({ branch: 'reachable', title: 'Merge what Flux fetches', edits: {} }),
    );
    return measured;
  },
};

/** What heals before it is final is none of the verdict's business. */
export const sourceBack: Scenario = {
  id: 'source-back',
  title: 'a repository that is out of reach for a moment: the merge goes live, and is not given up before',
  run: async (harness) => {
    await reach(harness, false);
    const commit = await harness.project.merge({ branch: 'moment', title: 'Merge what Flux fetches late', edits: {} });
    const live = expectRepaired(harness, commit);
    live.catch(() => undefined); // awaited below
    await waitFor('Flux cannot fetch', () => fetchFailed(harness), { seconds: 120, every: 250 });
    await reach(harness, true);
    await live;
    return 'live, after Flux had said that it cannot fetch';
  },
};
