/** Variables that hold secrets, by how their names end. `..._FILE`, `..._ARN` and `AWS_ACCESS_KEY_ID` say where one is, or whose. */
const SECRET_NAME =
  /(TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?|(SECRET_ACCESS|PRIVATE|API|AUTH)_?KEY|AUTH)$/i;

/** Shorter values are words like `none`, and hiding them would hide words everywhere. Characters. */
const SHORTEST = 6;

const HIDDEN = '***';

/** Secrets that are known by their form, wherever they come from, and what is written instead. */
const FORMS: readonly (readonly [form: RegExp, shown: string])[] = [
  // user:password@ and token@ of an address. The user git is GitHub's own, and everybody's.
  [/\b([a-z][a-z0-9+.-]*:\/\/)(?!git@)[^\s/'"]+@/gi, `$1${HIDDEN}@`],
  [/\b(?:gh[oprsu]_[A-Za-z0-9]{16,}|github_pat_\w{16,})/g, HIDDEN],
  // How the EKS API server is told who calls.
  [/\bk8s-aws-v1\.[\w-]+/g, HIDDEN],
  [/([?&]X-Amz-(?:Signature|Security-Token|Credential)=)[^&\s'"]+/gi, `$1${HIDDEN}`],
  [/(\bauthorization: *(?:bearer|token|basic) +)[^\s'"]+/gi, `$1${HIDDEN}`],
];

/**
 * Makes a function that hides secrets in texts: the values of this environment's variables that hold some, in the forms in which messages quote
 * them, and what looks like one.
 */
export function redaction(env: NodeJS.ProcessEnv): (text: string) => string {
  const values = Object.entries(env)
    .filter(([name]) => SECRET_NAME.test(name))
    .flatMap(([, value = '']) => spellings(value));
  // Longer ones first, so that no part of one is left.
  const secrets = [...new Set(values)].filter(({ length }) => length >= SHORTEST).sort((a, b) => b.length - a.length);
  return (text) => {
    const known = secrets.reduce((hidden, secret) => hidden.replaceAll(secret, HIDDEN), text);
    return FORMS.reduce((hidden, [form, shown]) => hidden.replaceAll(form, shown), known);
  };
}

/** A value as it is, as JSON and addresses write it, and its lines, which a log tears apart. */
function spellings(value: string): string[] {
  const inJson = JSON.stringify(value).slice(1, -1);
  return [
    value,
    value.trim(),
    inJson,
    inJson.replaceAll('\\', '\\\\'),
    encodeURIComponent(value),
    ...value.split(/\s+/),
  ];
}
