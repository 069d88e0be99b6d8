import type { Scenario } from '../../scenarios/scenario.ts';
import { withoutPipeline } from '../without-pipeline.ts';
import { buildspec } from './buildspec.ts';
import { databaseCrashed } from './database-crashed.ts';
import { dependency } from './dependency.ts';
import { drainedNode } from './drained-node.ts';
import { fluxKilled } from './flux-killed.ts';
import { ghostKilled } from './ghost-killed.ts';
import { otherBranch } from './other-branch.ts';
import { replayed } from './replay.ts';
import { rotatedWebhook } from './rotated-webhook.ts';
import { signatureFaults } from './signature.ts';
import { unapproved } from './unapproved.ts';

/** Faults on the way of a push, and below a running blog. @param kept - the scenario that reads what was published */
export function deliveryFaults(kept: Scenario): readonly Scenario[] {
  return [
    ...signatureFaults.map(withoutPipeline),
    buildspec,
    unapproved,
    dependency,
    withoutPipeline(replayed),
    otherBranch,
    ghostKilled(kept),
    fluxKilled(kept),
    databaseCrashed(kept),
    withoutPipeline(drainedNode),
    rotatedWebhook,
  ];
}
