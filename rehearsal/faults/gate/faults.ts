import type { Scenario } from '../../scenarios/scenario.ts';
import { withoutPipeline } from '../without-pipeline.ts';
import { closedByHand } from './closed-by-hand.ts';
import { deployedByHand } from './deployed-by-hand.ts';
import { rolledBackBothHalves } from './rolled-back.ts';
import { staleLock } from './stale-lock.ts';
import { threeMerges } from './three-merges.ts';
import { twoMergesOfBothHalves } from './two-merges.ts';

/** What must not get through the gate, and what must not shut it for ever. */
export const GATE_FAULTS: readonly Scenario[] = [
  twoMergesOfBothHalves,
  threeMerges,
  rolledBackBothHalves,
  staleLock,
  withoutPipeline(closedByHand),
  deployedByHand,
];
