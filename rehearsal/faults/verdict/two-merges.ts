import { setTimeout as sleep } from 'node:timers/promises';
import { expectLive } from '../../harness/expect-live.ts';
import { replaceOnce } from '../../harness/project.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { endsAs } from './execution.ts';

const SERVICE_ACCOUNT = 'gitops/apps/ghost/service-account.yaml';
const NOTE = '# A first merge says this, and a second one takes it back.\n';

/** Flux is at the second commit while the execution of the first one still runs: neither may wait for the other. */
export const twoMerges: Scenario = {
  id: 'two-merges',
  title: 'two merges five seconds apart: both executions succeed, the second is live',
  run: async (harness) => {
    const { merge } = harness.project;
    const says = { [SERVICE_ACCOUNT]: (text: string) => text + NOTE };
    const takesBack = { [SERVICE_ACCOUNT]: (text: string) => replaceOnce(text, NOTE, '', SERVICE_ACCOUNT) };
    const first = await merge({ branch: 'first', title: 'Merge', edits: says });
    await sleep(5_000);
    const second = await merge({ branch: 'second', title: 'Merge again', edits: takesBack });
    const ofFirst = await endsAs(harness, first, 'Succeeded');
    if (ofFirst?.state !== 'live' && ofFirst?.state !== 'superseded') throw wrongVerdict(ofFirst?.summary);
    const { seconds } = await expectLive(harness, { commit: second });
    return `${ofFirst.summary.split(':')[0]}; the second is live after ${seconds.toFixed(0)} s, including its time in the queue`;
  },
};

function wrongVerdict(summary = 'none'): RehearsalError {
  return new RehearsalError(`the first merge's execution succeeded with the verdict "${summary}"`, {
    help: 'check the last line of buildspec.yml and the end of the log of that build; run again with --keep',
  });
}
