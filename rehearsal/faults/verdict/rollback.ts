import { expectLive } from '../../harness/expect-live.ts';
import { replaceOnce } from '../../harness/project.ts';
import { REFUSED } from '../../scenarios/deployments.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { bothWays } from './by-merge.ts';
import { endsAs } from './execution.ts';
import { expectNotLive } from './expect-not-live.ts';
import { rolledBack } from './rolled-back.ts';

/** The pipeline deploys what CloudFormation cannot. */
export const rolledBackStack: Scenario = {
  id: 'rolled-back',
  title: 'a merge that CloudFormation rolls back: not live, "stack rolled back"',
  run: async (harness) => {
    const since = Date.now();
    const { file, after, text: refused } = REFUSED;
    const { forth, back } = bothWays({ [file]: (text) => replaceOnce(text, after, `${after}${refused}`, file) });
    const commit = await harness.project.merge({
      branch: 'refused',
      title: 'Add what the API server refuses',
      edits: forth,
    });
    const measured = await expectNotLive(harness, {
      commit,
      cause: 'stack rolled back',
      isFinal: () => rolledBack(harness, 'flux', since),
    });
    await endsAs(harness, commit, 'Failed');
    const revert = await harness.project.merge({ branch: 'mend-refused', title: 'Take it out again', edits: back });
    await expectLive(harness, { commit: revert });
    return measured;
  },
};
