import { hideSecretForms } from '../../lib/config/secret-forms.ts';

/** Variables that hold secrets, by how their names end. `..._FILE`, `..._ARN` and `AWS_ACCESS_KEY_ID` say where one is, or whose. */
const SECRET_NAME =
  /(TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?|(SECRET_ACCESS|PRIVATE|API|AUTH)_?KEY|AUTH)$/i;

/** Shorter values are words like `none`, and hiding them would hide words everywhere. Characters. */
const SHORTEST = 6;

const HIDDEN = '***';

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
    return hideSecretForms(known);
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
