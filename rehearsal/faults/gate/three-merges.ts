import { expectLive } from '../../harness/expect-live.ts';
import {
  bothHalves,
  otherSizes,
  relabelled,
  requireInfrastructure,
  requireWorkload,
  resized,
} from '../../scenarios/both-halves.ts';
import { requireHeld } from '../../scenarios/gate.ts';
import type { Scenario } from '../../scenarios/scenario.ts';

const BOTH = { branch: 'gate-three-both', title: 'Change both halves', memory: '1344Mi' };
const MANIFESTS = { branch: 'gate-three-manifests', title: 'Change the workload' };
const INFRASTRUCTURE = { branch: 'gate-three-infrastructure', title: 'Change the infrastructure' };

/** Three merges in a row, of both halves and of either: what is live in the end is what the last commit holds. */
export const threeMerges: Scenario = {
  id: 'gate-three-merges',
  title: 'three merges at once, of both halves, the workload, the infrastructure: all waits for the last one',
  run: async (harness) => {
    const { one, another } = await otherSizes(harness);
    const before = Date.now();
    await harness.project.merge(bothHalves({ ...BOTH, size: one }));
    await harness.project.merge({ ...MANIFESTS, edits: relabelled(MANIFESTS.branch) });
    const last = await harness.project.merge({ ...INFRASTRUCTURE, edits: resized(another) });
    const { summary } = await expectLive(harness, { commit: last });
    const { objects, seconds } = await requireHeld(harness, before);
    await requireInfrastructure(harness, { size: another });
    await requireWorkload(harness, { branch: MANIFESTS.branch, memory: BOTH.memory });
    return `${summary}; ${objects} objects waited ${seconds} s`;
  },
};
