import { z } from 'zod';
import { SHORT_NAME, SHORT_NAME_FIX } from './short-name.ts';

const afterFix = "name the environment that commits come from, for example after: 'staging'";

/** CodePipeline's own limits of a manual approval, and what it takes when nothing is said. Minutes. https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const APPROVAL_MINUTES = { least: 5, most: 86_400, unsaid: 10_080 };
const approvalFix = "write 'manual', or { timeoutMinutes: 1440 }";
const minutesFix = `use a whole number of minutes from ${APPROVAL_MINUTES.least} to ${APPROVAL_MINUTES.most}, which is 60 days`;
const timeoutMinutes = z
  .number({ error: minutesFix })
  .int({ error: minutesFix })
  .min(APPROVAL_MINUTES.least, { error: minutesFix })
  .max(APPROVAL_MINUTES.most, { error: minutesFix });

/** What an environment may say besides what it changes of the config. */
export const environmentSchema = z.object({
  /** The environment that a commit must have been live in before it comes here. @default none: it follows the branch */
  after: z.string({ error: afterFix }).regex(SHORT_NAME, { error: afterFix }).optional(),
  /** 'manual': a person approves each commit before it is deployed here, within seven days or `timeoutMinutes`. @default none does */
  approval: z
    .union(
      [
        z.literal('manual').transform(() => ({ timeoutMinutes: APPROVAL_MINUTES.unsaid })),
        z.strictObject({ timeoutMinutes }, { error: approvalFix }),
      ],
      // What is wrong with the minutes is told of them.
      { error: ({ input }) => (hasMinutes(input) ? minutesFix : approvalFix) },
    )
    .optional(),
});

function hasMinutes(input: unknown): boolean {
  return typeof input === 'object' && input !== null && Object.keys(input).join() === 'timeoutMinutes';
}

/** The names that environments may have: they are parts of the names of stacks. */
export const environmentName = z.string().regex(SHORT_NAME, { error: SHORT_NAME_FIX });
