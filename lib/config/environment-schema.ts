import { z } from 'zod';
import { SHORT_NAME, SHORT_NAME_FIX } from './short-name.ts';

const afterFix = "name the environment that commits come from, for example after: 'staging'";

/** What an environment may say besides what it changes of the config. */
export const environmentSchema = z.object({
  /** The environment that a commit must have been live in before it comes here. @default none: it follows the branch */
  after: z.string({ error: afterFix }).regex(SHORT_NAME, { error: afterFix }).optional(),
});

/** The names that environments may have: they are parts of the names of stacks. */
export const environmentName = z.string().regex(SHORT_NAME, { error: SHORT_NAME_FIX });
