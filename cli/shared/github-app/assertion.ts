import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { CommandError } from '../command-error.ts';

/** GitHub takes ten minutes at most; clocks differ by some seconds. */
const [LIFE_SECONDS, EARLIER_SECONDS] = [120, 30];

/**
 * The private key of a GitHub App.
 * @param pem as GitHub gives it
 * @param where it is from, for the message
 * @throws CommandError when it is no private RSA key; never with the key
 */
export function readAppKey(pem: string, where: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'rsa') return key;
  } catch {
    // What it says is about the encoding of a secret.
  }
  throw new CommandError('This is no private key of a GitHub App: those are RSA keys in PEM', {
    where,
    help: 'make one under "Private keys" in the settings of the App, then npx onemerge connect --app-key <file.pem>',
  });
}

/**
 * What the App says of itself, signed: a JSON Web Token (RS256).
 * @param now milliseconds since 1970
 * @see https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
 */
export function assertApp(id: number, key: KeyObject, now: number): string {
  const iat = Math.floor(now / 1000) - EARLIER_SECONDS;
  const parts = [
    { alg: 'RS256', typ: 'JWT' },
    { iat, exp: iat + LIFE_SECONDS, iss: String(id) },
  ];
  const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url')}`;
}
