import type { Scenario } from '../../scenarios/scenario.ts';
import { withoutPipeline } from '../without-pipeline.ts';
import { forgottenUser } from './forgotten.ts';
import { rotatedPassword } from './rotated.ts';

/** Faults of the database user that Ghost signs in with. */
export const DATABASE_FAULTS: readonly Scenario[] = [rotatedPassword, forgottenUser].map(withoutPipeline);
