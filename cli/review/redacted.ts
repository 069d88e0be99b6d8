/** Names of fields and variables that hold a secret, not of those that say where one is: those end in Arn, Name, Ref, File ... */
const SECRET =
  /(password|passwd|passphrase|secret|secretstring|token|credentials?|(private|api|auth|access)_?key|headervalue)$/i;

const SHOWN = '(redacted)';

/**
 * A value of a template or manifest without the secrets in it. A text counts as one if its field is named like one, or the
 * variable that it is the value of. So does what a template makes of several parts.
 * @param name of the field that holds it
 */
export function redacted(name: string, value: unknown): unknown {
  if (typeof value === 'string') return SECRET.test(name) ? SHOWN : withoutSecrets(value);
  if (typeof value !== 'object' || value === null) return value;
  if (SECRET.test(name) && Object.keys(value).some((key) => /^(Ref|Fn::\w+)$/.test(key))) return SHOWN;
  if (Array.isArray(value)) return value.map((item) => redacted(name, item));
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([key, inner]) => [key, redacted(nameOf(key, value), inner)]));
}

/** In `{name: DB_PASSWORD, value: ...}` the name is beside the value; CloudFormation writes them with capitals. */
function nameOf(key: string, beside: object): string {
  const { name, Name = name, Key = Name } = beside as Readonly<Record<string, unknown>>;
  return /^value$/i.test(key) && typeof Key === 'string' ? Key : key;
}

const SECRET_WORD = '(?:password|passwd|passphrase|secret|token|(?:private|api|auth|access)[_-]?key)';

/** What gives a secret away in a text: a command, an address, a file of settings, an object as JSON. */
const IN_TEXT: readonly (readonly [secret: RegExp, shown: string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, SHOWN],
  [/(\w+:\/\/[^\s:@/"']*):[^\s@/"']+@/g, `$1:${SHOWN}@`],
  [
    /\b(gh[oprsu]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{10,}|eyJ[\w-]{10,}\.[\w-]+\.[\w-]+)/g,
    SHOWN,
  ],
  [new RegExp(`(--?[\\w-]*${SECRET_WORD}\\s+)[^\\s-]\\S*`, 'gi'), `$1${SHOWN}`],
  [new RegExp(`((?<!:)${SECRET_WORD}\\\\*["']?\\s*[=:]\\s*\\\\*["']?)[^\\s"'\\\\,;&{}[\\]()]+`, 'gi'), `$1${SHOWN}`],
];

function withoutSecrets(text: string): string {
  const others = IN_TEXT.reduce((rest, [secret, shown]) => rest.replaceAll(secret, shown), text);
  const isSecret = /"kind\\*"\s*:\s*\\*"Secret\\*"/.test(others);
  return isSecret ? others.replaceAll(/("(?:stringData|data)\\*"\s*:\s*)\{[^{}]*\}/g, `$1"${SHOWN}"`) : others;
}
