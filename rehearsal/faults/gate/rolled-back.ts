import { expectLive } from '../../harness/expect-live.ts';
import { replaceOnce } from '../../harness/project.ts';
import { CHANGE_LABEL, ofThePod, relabelled } from '../../scenarios/both-halves.ts';
import { REFUSED } from '../../scenarios/deployments.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { endsAs } from '../verdict/execution.ts';

const BRANCH = 'held-back';

/** A merge of both halves whose deployment fails must not reach the workload, and a revert must be all that is needed. */
export const rolledBackBothHalves: Scenario = {
  id: 'gate-rolled-back',
  title: 'a merge of both halves whose deployment fails: the old workload runs on, and a revert is live',
  run: async (harness) => {
    const uid = await ofThePod(harness, '.metadata.uid');
    const { file, after, text: refused } = REFUSED;
    const commit = await harness.project.merge({
      branch: BRANCH,
      title: 'Change both halves, of which one fails',
      edits: {
        ...relabelled(BRANCH),
        [file]: (text) => replaceOnce(text, after, `${after}${refused}`, file),
      },
    });
    const verdict = await endsAs(harness, commit, 'Failed');
    const label = await ofThePod(harness, CHANGE_LABEL);
    const now = await ofThePod(harness, '.metadata.uid');
    if (label === BRANCH || now !== uid) throw gateFailed(`the pod was ${uid}, and is ${now} with the label ${label}`);
    const revert = await harness.project.revert(commit, { branch: 'revert-held-back', title: 'Revert both halves' });
    const { summary } = await expectLive(harness, { commit: revert });
    if ((await ofThePod(harness, '.metadata.uid')) !== uid) throw gateFailed('the revert replaced the pod');
    return `${verdict?.summary ?? 'the build failed before its verdict'}; then ${summary}; the pod is the same throughout`;
  },
};

function gateFailed(what: string): RehearsalError {
  return new RehearsalError(`the gate let a failed deployment through: ${what}`, {
    help: 'see docs/decisions/0015-the-gate.md; run again with --keep',
  });
}
