import type { Act } from '../../acts/act.ts';
import { otherBranch } from './other-branch.ts';
import { replayed } from './replay.ts';
import { signatureDrills } from './signature.ts';

/** Faults on the way of a push, and below a running blog. */
export const STORY_DRILLS: readonly Act[] = [...signatureDrills, replayed, otherBranch];
