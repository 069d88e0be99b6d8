import { type KeyObject, verify } from 'node:crypto';

/** What an App says of itself, signed: https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app */
export interface Assertion {
  readonly iss: string | number;
  /** Seconds since 1970. */
  readonly exp: number;
}

/**
 * Reads the JSON Web Token of a request, if one of the keys has signed it (RS256).
 * @param header the request's Authorization header
 */
export function assertionOf(header: string | null, keys: readonly KeyObject[]): Assertion | undefined {
  const [, head, claims, signature] = /^bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/i.exec(header ?? '') ?? [];
  if (head === undefined || claims === undefined || signature === undefined) return undefined;
  const signed = Buffer.from(`${head}.${claims}`);
  const proof = Buffer.from(signature, 'base64url');
  if (!keys.some((key) => verify('RSA-SHA256', signed, key, proof))) return undefined;
  return JSON.parse(Buffer.from(claims, 'base64url').toString()) as Assertion;
}
