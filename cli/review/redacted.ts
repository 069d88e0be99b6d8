/** Names of fields and variables that hold a secret, not of those that say where one is: those end in Arn, Name, Ref, File ... */
const SECRET = /(password|passwd|passphrase|secret|secretstring|token|credentials?|(private|api|auth|access)_?key)$/i;

const SHOWN = '(redacted)';

/**
 * A value of a template or manifest without the secrets in it. A text counts as one if its field is named like one, or the
 * variable that it is the value of. So does what a template makes of several parts.
 * @param name of the field that holds it
 */
export function redacted(name: string, value: unknown): unknown {
  if (typeof value === 'string') return SECRET.test(name) ? SHOWN : value;
  if (typeof value !== 'object' || value === null) return value;
  if (SECRET.test(name) && Object.keys(value).some((key) => /^(Ref|Fn::\w+)$/.test(key))) return SHOWN;
  if (Array.isArray(value)) return value.map((item) => redacted(name, item));
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([key, inner]) => [key, redacted(nameOf(key, value), inner)]));
}

/** In `{name: DB_PASSWORD, value: ...}` the name is beside the value. */
function nameOf(key: string, { name }: { readonly name?: unknown }): string {
  return key === 'value' && typeof name === 'string' ? name : key;
}
