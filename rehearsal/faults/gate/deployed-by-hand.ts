import { expectLive } from '../../harness/expect-live.ts';
import { replaceOnce } from '../../harness/project.ts';
import { verify } from '../../harness/verify.ts';
import { resized } from '../../scenarios/both-halves.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { expectCause } from '../verdict/expect.ts';
import { tryHelp } from '../verdict/help/try-help.ts';

/** Longest verdict, in seconds: such a change is final after a minute. */
const TIMEOUT_SECONDS = 180;
const SERVICE_ACCOUNT = 'gitops/apps/ghost/service-account.yaml';

/** Somebody deploys other infrastructure from a branch, after the build has deployed and before its verdict. */
export const deployedByHand: Scenario = {
  id: 'gate-deployed-by-hand',
  title: 'somebody deploys by hand after the build: not live, "stack changed by hand", within two minutes',
  run: async (harness) => {
    const says = (text: string) => `${text}# Merged before somebody deployed by hand.\n`;
    const commit = await harness.pipeline.paused(async () => {
      const merged = await harness.project.merge({
        branch: 'before-hand',
        title: 'Merge',
        edits: { [SERVICE_ACCOUNT]: says },
      });
      await harness.project.propose({ branch: 'by-hand', title: 'Try a larger database', edits: resized('m8g.large') });
      await harness.cdk.run(['deploy', '--all', '--require-approval', 'never', '--progress', 'events']);
      return merged;
    });
    const began = Date.now();
    const verdict = await verify(harness, commit, { timeout: TIMEOUT_SECONDS, codes: [1], deployed: true });
    const seconds = (Date.now() - began) / 1000;
    const words = expectCause(verdict, 'stack changed by hand');
    const help = await tryHelp(harness, verdict);
    // The next merge deploys what the branch says.
    const takesBack = (text: string) => replaceOnce(text, says(''), '', SERVICE_ACCOUNT);
    const edits = { [SERVICE_ACCOUNT]: takesBack };
    const next = await harness.project.merge({ branch: 'after-hand', title: 'Merge again', edits });
    const { summary } = await expectLive(harness, { commit: next });
    return { note: `${words}; ${help}; then ${summary}`, figures: { 'deployed by hand to verdict, s': [seconds] } };
  },
};
