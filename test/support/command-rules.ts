import packageJson from '../../package.json' with { type: 'json' };
import { refusal } from './command-line.ts';
import { STACK_NAMES } from './fixtures.ts';
import { EVERYWHERE, KNOWN } from './known-commands.ts';
import type { NamedCommand } from './message-commands.ts';

const CDK_VERBS = ['bootstrap', 'deploy', 'destroy', 'diff', 'synth'];

/** `{construct}` is filled in by cli/verify/judge/problem.ts; `VALUE` by the code itself. */
const CDK_STACKS: readonly string[] = [...STACK_NAMES, '{construct}', 'VALUE'];

const NPM_OWN = ['ci', 'ping', 'test'];

/** What to write instead of a command that cannot be followed; undefined when it can. */
export function advice({ program, words }: NamedCommand): string | undefined {
  if (program === 'npx onemerge') return adviceOnOnemerge(words);
  if (program === 'npx cdk') return adviceOnCdk(words);
  if (program === 'npm') return adviceOnNpm(words);
  const placeholder = words.find((word, at) => word.startsWith('<') && words[at - 1]?.startsWith('--'));
  if (placeholder) return `fill in ${placeholder}: the code knows it, or another command finds it`;
  if (words[0] === 'VALUE') return undefined;
  return adviceOnOther(program, words);
}

/** A command of a program that is not asked, by what is known of it. */
function adviceOnOther(program: string, words: readonly string[]): string | undefined {
  const length = program === 'aws' ? 2 : 1;
  const verb = plainWords(words).slice(0, length).join(' ');
  const known = KNOWN[program]?.[verb];
  if (known === undefined) return `${program} ${verb}: correct it, or add it to test/support/known-commands.ts`;
  const missing = known.needs.find((option) => !words.includes(option));
  if (missing === '--region') return 'name the region: --region';
  if (missing !== undefined) return `name ${missing}, without which ${program} refuses it`;
  const options = [...(EVERYWHERE[program] ?? []), ...known.needs, ...known.takes];
  const unknown = words.find((word) => word.startsWith('-') && !options.includes(word));
  if (unknown !== undefined)
    return `${program} ${verb} takes no ${unknown}, as far as test/support/known-commands.ts knows`;
  const stray = plainWords(words)
    .slice(length)
    .find((word, at, rest) => !word.startsWith('-') && !rest[at - 1]?.startsWith('-'));
  return known.words || stray === undefined
    ? undefined
    : `${program} ${verb} takes no ${stray}: end the clause behind the command`;
}

function adviceOnOnemerge(words: readonly string[]): string | undefined {
  const refused = refusal(words.join(' ').replaceAll('VALUE', '<value>'));
  return refused && `${refused}; see npx onemerge --help, and end the clause behind the command`;
}

function adviceOnCdk([verb = '', ...words]: readonly string[]): string | undefined {
  if (!CDK_VERBS.includes(verb)) return `no command of the CDK: write one of ${CDK_VERBS.join(', ')}`;
  if (verb === 'bootstrap') return undefined; // names an environment, and no stack
  const stack = words.find((word) => !word.startsWith('-') && !CDK_STACKS.includes(word));
  return stack && `no stack ${stack}: write a construct id, one of ${STACK_NAMES.join(', ')}`;
}

function adviceOnNpm([verb = '', script = '']: readonly string[]): string | undefined {
  if (verb === 'run') return script in packageJson.scripts ? undefined : `package.json has no script ${script}`;
  return NPM_OWN.includes(verb) ? undefined : `npm ${verb}: write npm run ${verb}, or one of ${NPM_OWN.join(', ')}`;
}

/** The words without options before the verb and their values. */
function plainWords(words: readonly string[]): readonly string[] {
  const [first = '', ...rest] = words;
  return first.startsWith('-') ? plainWords(rest.slice(1)) : words;
}
