import { awsRefusal } from '../shared/aws-refusal.ts';
import { awsWords } from '../shared/aws-words.ts';
import { CommandError } from '../shared/command-error.ts';
import { Unreadable } from '../verify/observe/unreadable.ts';

const ROLE = 'the lookup role is made by: npx onemerge bootstrap';

/**
 * Words what kept CDK's lookup role from reading.
 * @param what what is not known because of that
 * @param region where CloudFormation was asked
 */
export function lookupFailure(what: string, region: string, error: unknown): CommandError {
  const words = awsWords(error);
  const why = words?.what ?? (error instanceof Error ? error.message : error);
  return new CommandError(`${what}: ${why}`, {
    where: `CloudFormation in ${region}`,
    help: helpFor(error, words?.help),
  });
}

function helpFor(error: unknown, help: string | undefined): string {
  if (error instanceof Unreadable) return error.help;
  if (help === undefined) return `check whose credentials are used: aws sts get-caller-identity; ${ROLE}`;
  // The role matters to a caller whom AWS knows: it may be missing.
  return error instanceof Error && awsRefusal(error.name) === 'denied' ? `${help}; ${ROLE}` : help;
}
