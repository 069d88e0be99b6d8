/** Fields that hold a secret, or that somebody takes for one that does, by how their names end: `signedBy` for one of private keys. */
const ENDING =
  '(?:password|passwd|passphrase|token|secret|secretArn|credential|(?:private|secret|api|access|auth)_?key|signedBy)s?';
const SECRET_FIELD = new RegExp(`${ENDING}$`, 'i');
const INSPECTED_FIELD = new RegExp(`${ENDING}['"]?: `, 'i');

const HIDDEN = '***';

/**
 * The value of a field as a message may show it: a password that was written where the ARN of a secret belongs ends in no log. An ARN says
 * where a secret is, and nothing of it.
 * @param name the field's own name
 */
export function withoutSecret(name: string, value: unknown): unknown {
  const holdsText = typeof value === 'string' || (typeof value === 'object' && value !== null);
  const isArn = typeof value === 'string' && value.startsWith('arn:');
  return SECRET_FIELD.test(name) && holdsText && value !== '' && !isArn ? HIDDEN : value;
}

/** True when an object, as Node.js inspects it, has a field of a secret. */
export const namesSecret = (inspected: string): boolean => INSPECTED_FIELD.test(inspected);
