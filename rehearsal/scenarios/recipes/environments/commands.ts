import type { Harness } from '../../../harness/harness.ts';
import { onemerge } from '../../../harness/onemerge.ts';
import { RehearsalError } from '../../../shared/errors.ts';

/** Longest run of one of the document's commands of this project, in seconds. */
const TIMEOUT_SECONDS = 300;

/** What a person types where the document has a placeholder: `<sha>`, or `$(git rev-parse origin/main)`. */
type Typed = Readonly<Record<string, string>>;

/**
 * Runs the commands of a block of the document, with nobody to answer questions.
 * @param block lines that begin with `npx onemerge` or `npx cdk`
 * @returns what they said
 * @throws ProcessError when one fails; RehearsalError when one is of another program
 */
export async function runBlock(harness: Harness, block: string, typed: Typed = {}): Promise<string> {
  const said: string[] = [];
  for (const line of block.trim().split('\n')) said.push(await runLine(harness, line, typed));
  return said.join('\n');
}

async function runLine(harness: Harness, line: string, typed: Typed): Promise<string> {
  const words = wordsOf(line, typed);
  const [npx, program, command = '', ...rest] = words;
  if (npx === 'npx' && program === 'cdk') {
    return await harness.cdk.run([command, ...rest, '--require-approval', 'never', '--progress', 'events']);
  }
  if (npx === 'npx' && program === 'onemerge') {
    const unasked = command === 'bootstrap' ? ['--yes'] : [];
    return await onemerge(harness, [command, ...rest, ...unasked], { seconds: TIMEOUT_SECONDS });
  }
  throw new RehearsalError(`the document has a command of another program: ${line}`, {
    where: 'docs/environments.md',
    help: 'write a command of this project or of the CDK, or have rehearsal/scenarios/recipes/environments/commands.ts run it',
  });
}

/** The words of a line; what is typed for a placeholder is one of them. */
export function wordsOf(line: string, typed: Typed): string[] {
  const places = Object.keys(typed).map((place) => place.replace(/[$()<>/]/g, '\\$&'));
  const word = new RegExp(`(?:${[...places, '\\S'].join('|')})+`, 'g');
  return (line.match(word) ?? []).map((found) =>
    Object.entries(typed).reduce((text, [place, value]) => text.replace(place, () => value), found),
  );
}
