import type { Scenario } from '../../scenarios/scenario.ts';
import { withoutPipeline } from '../without-pipeline.ts';
import { databaseUnreachable } from './database.ts';
import { manifestFaults } from './manifests.ts';
import { failingProbe } from './probe.ts';
import { rolledBackStack } from './rollback.ts';
import { sourceUnreachable } from './source.ts';
import { suspended } from './suspended.ts';
import { twoMerges } from './two-merges.ts';
import { webhookOff } from './webhook-off.ts';

/** Faults that the verdict must name, and two that it must not mind. */
export const VERDICT_FAULTS: readonly Scenario[] = [
  ...[suspended, ...manifestFaults, failingProbe, databaseUnreachable, sourceUnreachable, webhookOff].map(
    withoutPipeline,
  ),
  rolledBackStack,
  twoMerges,
];
