import assert from 'node:assert/strict';
import { NODE_NAME } from '../../cluster/identities.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { waitFor } from '../../shared/process/wait.ts';
import { runningGhost } from '../database/running-ghost.ts';
import { TIMEOUT_SECONDS, waitForBlog } from './merge-during-fault.ts';

/** Longest time until the pod has gone: what it has begun, and a drain's own looks. Seconds. */
const DRAIN_SECONDS = 120;

/**
 * What Auto Mode does to replace a node: Ghost's pod is evicted, and can start again once there is another node. The rehearsal has one,
 * so that the one that comes is the same.
 */
export const drainedNode: Scenario = {
  id: 'drained-node',
  title: "Ghost's node is drained and replaced: another pod takes over",
  run: async (harness) => {
    const { kubectl } = await harness.cluster();
    const before = await runningGhost(harness);
    assert.ok(before?.ready, 'Ghost does not run');
    const start = Date.now();
    const drain = ['drain', NODE_NAME, '--pod-selector', 'app.kubernetes.io/name=ghost'];
    const may = ['--ignore-daemonsets', '--delete-emptydir-data', `--timeout=${DRAIN_SECONDS}s`];
    try {
      await kubectl([...drain, ...may], { seconds: DRAIN_SECONDS + 30 });
    } finally {
      await kubectl(['uncordon', NODE_NAME]);
    }
    const replaced = async () => {
      const now = await runningGhost(harness);
      return now?.ready && now.pod !== before.pod ? now : undefined;
    };
    await waitFor('another pod is ready', replaced, { seconds: TIMEOUT_SECONDS, every: 300 });
    await waitForBlog(harness);
    return `another pod gave pages ${((Date.now() - start) / 1000).toFixed(0)} s after the drain began`;
  },
};
