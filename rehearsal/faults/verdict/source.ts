import { ADDRESSES, POD_NETWORK } from '../../sandbox/addresses.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { run } from '../../shared/process/run.ts';
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

/** Flux cannot reach the repository. */
export const sourceUnreachable: Scenario = {
  id: 'source-unreachable',
  title: 'a repository that Flux cannot reach: not live, "source unreachable"',
  run: async (harness) => {
    const { env, nodeEnv } = harness.sandbox;
    const filter = { seconds: 60, env: { ...env, ...nodeEnv } };
    await run('nft', ['-f', '-'], { ...filter, input: CUT });
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
    await run('nft', ['delete', 'table', ...TABLE.split(' ')], filter);
    await expectRepaired(
      harness,
      await harness.project.merge({ branch: 'reachable', title: 'Merge what Flux fetches', edits: {} }),
    );
    return measured;
  },
};
