import { expectLive } from '../../harness/expect-live.ts';
import { bothHalves, otherSizes, requireInfrastructure, requireWorkload } from '../../scenarios/both-halves.ts';
import { requireHeld } from '../../scenarios/gate.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { endsAs } from '../verdict/execution.ts';

const FIRST = { branch: 'gate-first', title: 'Change both halves', memory: '1408Mi' };
const SECOND = { branch: 'gate-second', title: 'Change both halves again', memory: '1536Mi' };

/** Two merges that change both halves: the workload of the second waits for the infrastructure of the second. */
export const twoMergesOfBothHalves: Scenario = {
  id: 'gate-two-merges',
  title: 'two merges of both halves at once: nothing is applied before the infrastructure of the second stands',
  run: async (harness) => {
    const { one, another } = await otherSizes(harness);
    const before = Date.now();
    const first = await harness.project.merge(bothHalves({ ...FIRST, size: one }));
    const second = await harness.project.merge(bothHalves({ ...SECOND, size: another }));
    const ofFirst = await endsAs(harness, first, 'Succeeded');
    if (ofFirst?.state !== 'superseded')
      throw new RehearsalError(`the first merge's verdict is "${ofFirst?.summary ?? 'none'}"`, {
        help: 'see cli/verify/state-rules.ts; run again with --keep',
      });
    const { summary } = await expectLive(harness, { commit: second });
    const { objects, seconds } = await requireHeld(harness, before);
    await requireInfrastructure(harness, { size: another });
    await requireWorkload(harness, SECOND);
    return `${ofFirst.summary.split(':')[0]}; ${summary}; ${objects} objects waited ${seconds} s`;
  },
};
