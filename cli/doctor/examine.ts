import { CommandError } from '../shared/command-error.ts';
import { type Check, type Examined, type Finding, unknown } from './check.ts';

/** Longest wait for one check, in seconds: a registry or a service that does not answer must not hold up the rest. */
const LONGEST_SECONDS = 60;

/** What to do about a failure that nobody foresaw. */
const AGAIN = 'run the command again';

export interface ExamineOptions {
  /** Hears of each check when it is done, and how many are left. */
  readonly done?: (examined: Examined, left: number) => void;
  /** Longest wait for one check. @default a minute */
  readonly seconds?: number;
}

/**
 * Runs checks at the same time. One that throws, or takes too long, has found nothing: it is `unknown`, with why.
 * @returns in the order of the checks
 */
export async function examine<Asked>(
  checks: readonly Check<Asked>[],
  asked: Asked,
  { done, seconds = LONGEST_SECONDS }: ExamineOptions = {},
): Promise<Examined[]> {
  let left = checks.length;
  return await Promise.all(
    checks.map(async ({ id, title, find }) => {
      const examined = { id, title, ...(await within(seconds, () => find(asked))) };
      left -= 1;
      done?.(examined, left);
      return examined;
    }),
  );
}

async function within(seconds: number, find: () => Promise<Finding>): Promise<Finding> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding>((resolve) => {
    timer = setTimeout(() => resolve(unknown(`no answer within ${seconds} s`, AGAIN)), seconds * 1000);
  });
  try {
    return await Promise.race([find().catch(notAsked), late]);
  } finally {
    clearTimeout(timer);
  }
}

function notAsked(error: unknown): Finding {
  if (error instanceof CommandError) return unknown(error.message, error.help);
  return unknown(error instanceof Error ? error.message : String(error), AGAIN);
}
