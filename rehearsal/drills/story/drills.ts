import type { Act } from '../../acts/act.ts';
import { signatureDrills } from './signature.ts';

/** Faults on the way of a push, and below a running blog. */
export const STORY_DRILLS: readonly Act[] = [...signatureDrills];
