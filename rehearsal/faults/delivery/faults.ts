import type { Act } from '../../scenarios/scenario.ts';
import { aside } from '../without-pipeline.ts';
import { buildspec } from './buildspec.ts';
import { databaseCrashed } from './database-crashed.ts';
import { dependency } from './dependency.ts';
import { fluxKilled } from './flux-killed.ts';
import { ghostKilled } from './ghost-killed.ts';
import { otherBranch } from './other-branch.ts';
import { replayed } from './replay.ts';
import { signatureDrills } from './signature.ts';

/** Faults on the way of a push, and below a running blog. @param kept - the act that reads what was published */
export function storyDrills(kept: Act): readonly Act[] {
  return [
    ...signatureDrills.map(aside),
    buildspec,
    dependency,
    aside(replayed),
    otherBranch,
    ghostKilled(kept),
    fluxKilled(kept),
    databaseCrashed(kept),
  ];
}
