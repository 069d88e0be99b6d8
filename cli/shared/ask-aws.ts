import { awsWords } from './aws-words.ts';
import { CommandError } from './command-error.ts';

/**
 * Waits for a call to AWS and words its failure.
 * @param doing what was being done, for example `reading the stack blog-ghost`
 * @throws CommandError for every failure of the call
 */
export async function askAws<T>(doing: string, region: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof CommandError || !(error instanceof Error)) throw error;
    throw explain(error, `${doing} in ${region}`);
  }
}

function explain(error: Error, where: string): CommandError {
  const words = awsWords(error);
  if (words) return new CommandError(words.what, { where, help: words.help });
  return new CommandError(`AWS answered ${error.name}: ${error.message}`, { where, help: 'run the command again' });
}
