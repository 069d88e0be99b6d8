import type { Scenario } from '../../scenarios/scenario.ts';
import { withoutPipeline } from '../without-pipeline.ts';
import { beyondTheBounds } from './beyond-the-bounds.ts';
import { databaseUnreachable } from './database.ts';
import { drifted } from './drifted.ts';
import { manifestFaults } from './manifests.ts';
import { failingProbe } from './probe.ts';
import { prunedNamespace } from './pruned-namespace.ts';
import { refusedJobs } from './refused-jobs.ts';
import { refusedObjects } from './refused-objects.ts';
import { rolledBackStack } from './rollback.ts';
import { scaledByHand } from './scaled-by-hand.ts';
import { sourceUnreachable } from './source.ts';
import { suspended } from './suspended.ts';
import { twoMerges } from './two-merges.ts';
import { webhookOff } from './webhook-off.ts';

/** Faults that the verdict must name, and two that it must not mind. */
export const VERDICT_FAULTS: readonly Scenario[] = [
  ...[
    suspended,
    ...manifestFaults,
    ...refusedObjects,
    scaledByHand,
    drifted,
    prunedNamespace,
    refusedJobs,
    failingProbe,
    databaseUnreachable,
    sourceUnreachable,
    webhookOff,
  ].map(withoutPipeline),
  rolledBackStack,
  ...beyondTheBounds,
  twoMerges,
];
