import type { Act } from '../../scenarios/scenario.ts';
import { aside } from '../without-pipeline.ts';
import { databaseUnreachable } from './database.ts';
import { manifestDrills } from './manifests.ts';
import { failingProbe } from './probe.ts';
import { rolledBackStack } from './rollback.ts';
import { sourceUnreachable } from './source.ts';
import { suspended } from './suspended.ts';
import { twoMerges } from './two-merges.ts';
import { webhookOff } from './webhook-off.ts';

/** Faults that the verdict must name, and two that it must not mind. */
export const VERDICT_DRILLS: readonly Act[] = [
  ...[suspended, ...manifestDrills, failingProbe, databaseUnreachable, sourceUnreachable, webhookOff].map(aside),
  rolledBackStack,
  twoMerges,
];
