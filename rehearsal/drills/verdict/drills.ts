import type { Act } from '../../acts/act.ts';
import { suspended } from './suspended.ts';

/** Faults that the verdict must name. */
export const VERDICT_DRILLS: readonly Act[] = [suspended];
