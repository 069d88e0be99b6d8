import packageJson from '../../package.json' with { type: 'json' };
import { refusal } from './command-line.ts';
import { STACK_NAMES } from './fixtures.ts';
import type { NamedCommand } from './message-commands.ts';

const CDK_VERBS = ['bootstrap', 'deploy', 'destroy', 'diff', 'synth'];

/** `{construct}` is filled in by cli/verify/judge/problem.ts; `VALUE` by the code itself. */
const CDK_STACKS: readonly string[] = [...STACK_NAMES, '{construct}', 'VALUE'];

const NPM_OWN = ['ci', 'ping', 'test'];

/** What messages name of other programs, after options that stand before the verb. */
const VERBS: Readonly<Record<string, readonly string[]>> = {
  kubectl: ['annotate', 'delete', 'describe', 'get', 'kustomize', 'logs', 'patch'],
  flux: ['reconcile', 'resume'],
  git: ['checkout', 'clone', 'commit', 'config', 'fetch', 'grep', 'log', 'pull', 'push', 'status'],
  aws: [
    'account list-regions',
    'cloudformation describe-stack-events',
    'cloudfront list-distributions',
    'codepipeline start-pipeline-execution',
    'configure list-profiles',
    'ec2 describe-availability-zones',
    'eks describe-cluster',
    'eks list-access-entries',
    'secretsmanager put-secret-value',
    'sso login',
    'sts get-caller-identity',
  ],
};

/** Services of AWS that have no region, or take it from the profile. */
const WITHOUT_REGION = ['account', 'configure', 'cloudfront', 'sso', 'sts'];

/** What to write instead of a command that cannot be followed; undefined when it can. */
export function advice({ program, words }: NamedCommand): string | undefined {
  if (program === 'npx onemerge') return adviceOnOnemerge(words);
  if (program === 'npx cdk') return adviceOnCdk(words);
  if (program === 'npm') return adviceOnNpm(words);
  const placeholder = words.find((word, at) => word.startsWith('<') && words[at - 1]?.startsWith('--'));
  if (placeholder) return `fill in ${placeholder}: the code knows it, or another command finds it`;
  if (words[0] === 'VALUE') return undefined;
  const verb = plainWords(words)
    .slice(0, program === 'aws' ? 2 : 1)
    .join(' ');
  if (!VERBS[program]?.includes(verb))
    return `${program} ${verb}: correct it, or add it to test/support/command-rules.ts`;
  const regional = program === 'aws' && !WITHOUT_REGION.includes(words[0] ?? '');
  return regional && !words.includes('--region') ? 'name the region: --region' : undefined;
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
