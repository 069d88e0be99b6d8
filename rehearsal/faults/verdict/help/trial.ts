import { type Command, withoutOptions } from './commands.ts';

/** How a command is tried: by running these words, or not at all. */
export type Trial = { readonly words: readonly string[] } | { readonly left: string };

/** What only looks, by program: it is run as it is. */
const LOOKS: Readonly<Record<string, RegExp>> = {
  kubectl: /^(describe|get|logs) /,
  // Both are what helps, so the fault must be gone by them.
  flux: /^(reconcile|resume) /,
  aws: /^\S+ (describe|list|get)-/,
  git: /^(log|status|grep) /,
};

/** Options that take the next word, before or among the verbs. */
const VALUED = ['-n', '--namespace', '--region'];

/** Never run by a test: what each does instead of telling. */
const LEFT: Readonly<Record<string, string>> = {
  npm: 'it runs all tests',
  git: 'it changes the clone',
  aws: 'it changes the account',
  flux: 'it is none of the commands that help',
  curl: 'it fails as readers do, which is what it shows',
  'npx onemerge': 'scenarios of its own run it',
};

/** How a command of a help line can be tried on a running system without harm. */
export function trialOf({ program, words }: Command): Trial {
  const plain = `${withoutOptions(words, VALUED).join(' ')} `;
  if (words.some((word) => /^<.*>$/.test(word))) return { left: 'a person fills something in' };
  if (program === 'npx cdk') return cdkTrial(words);
  // What follows a log ends when somebody ends it.
  if (LOOKS[program]?.test(plain)) return { words: words.filter((word) => word !== '--follow') };
  if (program === 'kubectl' && /^(annotate|delete|patch) /.test(plain))
    return { words: [...words, '--dry-run=server'] };
  if (program === 'kubectl' && plain.startsWith('rollout restart ')) return restartTrial(words);
  return { left: LEFT[program] ?? 'nobody knows what it does' };
}

/** Kubernetes has no dry run of a restart: it must know what would be restarted. */
function restartTrial(words: readonly string[]): Trial {
  const at = words.indexOf('rollout');
  return { words: [...words.slice(0, at), 'rollout', 'history', ...words.slice(at + 2)] };
}

/** A deployment ends the fault before anybody has judged it: the app must have such a stack. */
function cdkTrial([, ...words]: readonly string[]): Trial {
  return { words: ['list', ...words.filter((word) => word !== '--all')] };
}
