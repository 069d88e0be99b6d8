import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { Refusal } from '../../shared/http/json-server.ts';
import { assertionOf } from './assertion.ts';

/** How long a token of an installation lives, in milliseconds: an hour, as on GitHub. */
const TOKEN_LIFE_MS = 3_600_000;

/** What an installation lets the App do, and where. */
export interface Installation {
  readonly id: number;
  readonly repository_selection: 'selected' | 'all';
  readonly permissions: Readonly<Record<string, 'read' | 'write'>>;
  readonly suspended_at: string | null;
}

/**
 * A GitHub App and its installation: keys, of which only the public half is kept, and tokens that expire. A token outlives the
 * key that it was asked for with, as on GitHub.
 */
export class FakeApp {
  readonly id = 1234567;
  readonly slug = 'example-onemerge';
  /** None when it was removed. */
  installation: Installation | undefined = {
    id: 7654321,
    repository_selection: 'selected',
    permissions: { contents: 'read', metadata: 'read' },
    suspended_at: null,
  };
  /** How often GitHub refused it. */
  refusals = 0;
  #keys: KeyObject[] = [];
  readonly #tokens = new Map<string, number>();

  /** Makes one more key. @returns the private half (PEM), which is shown once */
  newKey(): string {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    this.#keys.push(publicKey);
    return privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  }

  /** Deletes a key, by its private half. */
  deleteKey(pem: string): void {
    const gone = createPublicKey(pem);
    this.#keys = this.#keys.filter((key) => !key.equals(gone));
  }

  /** Deletes every key but one, by its private half. */
  deleteOthers(pem: string): void {
    const kept = createPublicKey(pem);
    this.#keys = this.#keys.filter((key) => key.equals(kept));
  }

  /** Ends every token before its time. */
  expireTokens(): void {
    this.#tokens.clear();
  }

  /** Whether the bearer of a JWT is this App. @throws Refusal in GitHub's words */
  authenticate(header: string | null): void {
    const assertion = assertionOf(header, this.#keys);
    if (assertion === undefined) throw new Refusal(401, 'A JSON web token could not be decoded');
    const now = Date.now() / 1000;
    if (!(assertion.exp > now && assertion.exp <= now + 660))
      throw new Refusal(
        401,
        "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
      );
    if (String(assertion.iss) !== String(this.id)) throw new Refusal(404, 'Integration not found');
  }

  /** A token of the installation. @throws Refusal when it was removed, or is suspended */
  newToken(installation: number): { readonly token: string; readonly expires_at: string } {
    if (this.installation?.id !== installation) throw new Refusal(404, 'Not Found');
    if (this.installation.suspended_at !== null) throw new Refusal(403, 'This installation has been suspended');
    const [token, expires] = [`ghs_${randomBytes(18).toString('hex')}`, Date.now() + TOKEN_LIFE_MS];
    this.#tokens.set(token, expires);
    return { token, expires_at: new Date(expires).toISOString().replace(/\.\d+/, '') };
  }

  /** Whether a token of the installation is one now. */
  isToken(token: string): boolean {
    return (this.#tokens.get(token) ?? 0) > Date.now() && this.installation?.suspended_at === null;
  }

  /** Whether a token of the installation lets its bearer fetch now. */
  mayRead(token: string): boolean {
    return this.isToken(token) && this.installation?.permissions.contents !== undefined;
  }
}
