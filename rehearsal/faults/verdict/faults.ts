import type { Scenario } from '../../scenarios/scenario.ts';
import { withoutPipeline } from '../without-pipeline.ts';
import { beyondTheBounds } from './beyond-the-bounds.ts';
import { brokenApp } from './broken-app.ts';
import { databaseUnreachable } from './database.ts';
import { drifted } from './drifted.ts';
import { droppedField } from './dropped-field.ts';
import { fitsNoNode } from './fits-no-node.ts';
import { manifestFaults } from './manifests.ts';
import { noReader } from './no-reader.ts';
import { failingProbe } from './probe.ts';
import { prunedNamespace } from './pruned-namespace.ts';
import { refusedJobs } from './refused-jobs.ts';
import { refusedObjects } from './refused-objects.ts';
import { rolledBackStack } from './rollback.ts';
import { scaledByHand } from './scaled-by-hand.ts';
import { mountedSecret, secretWhileStuck } from './secrets-of-the-pod.ts';
import { sourceBack, sourceUnreachable } from './source.ts';
import { suspended } from './suspended.ts';
import { twoMerges } from './two-merges.ts';
import { unknownFlux } from './unknown-flux.ts';
import { webhookOff } from './webhook-off.ts';
import { wrongClocks } from './wrong-clocks.ts';

/** Faults that the verdict must name, and some that it must not mind. What it says helps is tried, by Flux's own command line too. */
export const VERDICT_FAULTS: readonly Scenario[] = [
  ...[
    suspended,
    ...manifestFaults,
    ...refusedObjects,
    droppedField,
    mountedSecret,
    secretWhileStuck,
    fitsNoNode,
    noReader,
    scaledByHand,
    drifted,
    prunedNamespace,
    refusedJobs,
    failingProbe,
    databaseUnreachable,
    sourceUnreachable,
    sourceBack,
    wrongClocks,
    webhookOff,
  ].map(withoutPipeline),
  rolledBackStack,
  brokenApp,
  unknownFlux,
  ...beyondTheBounds,
  twoMerges,
].map((fault) => ({ ...fault, extra: 'flux' }));
