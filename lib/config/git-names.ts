/** A rule that a name breaks when the pattern fits, and the edit that helps. */
type NameRule = readonly [pattern: RegExp, fix: string];

/**
 * Git's rules for branches, narrowed to characters that no shell, YAML or URL reads as its own.
 * @see https://git-scm.com/docs/git-check-ref-format
 */
const BRANCH_RULES: readonly NameRule[] = [
  // A branch may be called origin/main; whoever writes that means another one.
  [/^(?:refs|heads|remotes|origin)\//, 'write its name alone, "main" for "refs/heads/main" and "origin/main"'],
  [/^HEAD$/, 'HEAD stands for whichever branch is checked out'],
  [/^[A-Z]+_HEAD$/, 'Git keeps FETCH_HEAD and the like for itself'],
  [/[^A-Za-z0-9._/-]/, 'use letters, digits and the characters . _ / - only'],
  [/^$|^.{201}/, 'use 1 to 200 characters'],
  [/^-/, 'it may not begin with a hyphen, which makes an option of it'],
  [/(^|\/)\./, 'no part may begin with a dot'],
  [/\.lock(\/|$)/, 'no part may end with .lock'],
  [/\.$|\.\./, 'it may not end with a dot or hold two in a row'],
  [/^\/|\/$|\/\//, 'use single slashes, and none at either end'],
  [/^[0-9a-f]{40}$/, 'forty hexadecimal digits are a commit'],
];

/** What GitHub does not let a repository be called. */
const REPOSITORY_RULES: readonly NameRule[] = [
  [/\//, 'write it without its owner'],
  [/[^A-Za-z0-9._-]/, 'use letters, digits and the characters . _ - only'],
  [/^$|^.{101}/, 'use 1 to 100 characters'],
  [/^\.{1,2}$/, 'GitHub keeps . and .. for itself'],
  [/\.(git|wiki)$/i, 'leave out .git or .wiki at its end: GitHub does'],
];

/** Why a name can be no branch, as an edit; undefined when it can. */
export const branchFault = (name: string): string | undefined => faultOf(name, BRANCH_RULES);

/** Why a name can be no repository on GitHub, as an edit; undefined when it can. */
export const repositoryFault = (name: string): string | undefined => faultOf(name, REPOSITORY_RULES);

const faultOf = (name: string, rules: readonly NameRule[]) => rules.find(([pattern]) => pattern.test(name))?.[1];
