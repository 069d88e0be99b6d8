import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { Refusal } from '../../shared/http/json-server.ts';
import { assertionOf } from './assertion.ts';

/** How long a token of an installation lives, in milliseconds: an hour, as on GitHub. */
const TOKEN_LIFE_MS = 3_600_000;

/** Levels by what they are about, for example `contents: read`. */
type Permissions = Readonly<Record<string, 'read' | 'write'>>;

/** What an installation lets the App do, and where. */
export interface Installation {
  readonly id: number;
  readonly repository_selection: 'selected' | 'all';
  readonly permissions: Permissions;
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
  /** How many keys it ever had. */
  #made = 0;
  /** By token. */
  readonly #grants = new Map<string, Grant>();

  /** Makes one more key. @returns the private half (PEM), which is shown once */
  newKey(): string {
    const { privateKey, publicKey } = keyPair(this.#made++);
    this.#keys.push(publicKey);
    return privateKey;
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
    this.#grants.clear();
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

  /**
   * A token of the installation.
   * @param wanted what it is to do. @default all that the installation may
   * @throws Refusal when that is more, and when the installation was removed, or is suspended
   */
  newToken(installation: number, wanted?: Permissions): { readonly token: string; readonly expires_at: string } {
    if (this.installation?.id !== installation) throw new Refusal(404, 'Not Found');
    if (this.installation.suspended_at !== null) throw new Refusal(403, 'This installation has been suspended');
    const { permissions } = this.installation;
    if (Object.entries(wanted ?? {}).some(([name, level]) => !allows(permissions, name, level)))
      throw new Refusal(422, 'The permissions requested are not granted to this installation.');
    const [token, expires] = [`ghs_${randomBytes(18).toString('hex')}`, Date.now() + TOKEN_LIFE_MS];
    this.#grants.set(token, { expires, permissions: wanted ?? permissions });
    return { token, expires_at: new Date(expires).toISOString().replace(/\.\d+/, '') };
  }

  /** Whether a token of the installation is one now. */
  isToken(token: string): boolean {
    return (this.#grants.get(token)?.expires ?? 0) > Date.now() && this.installation?.suspended_at === null;
  }

  /** Whether a token lets its bearer do something now. What an installation loses, its tokens lose with it. */
  may(token: string, permission: string, level: 'read' | 'write'): boolean {
    const ofToken = this.#grants.get(token)?.permissions ?? {};
    const ofInstallation = this.installation?.permissions ?? {};
    return this.isToken(token) && [ofToken, ofInstallation].every((granted) => allows(granted, permission, level));
  }

  /** Whether a token of the installation lets its bearer fetch now. */
  mayRead(token: string): boolean {
    return this.may(token, 'contents', 'read');
  }
}

interface KeyPair {
  /** PEM */
  readonly privateKey: string;
  readonly publicKey: KeyObject;
}

const pairs: KeyPair[] = [];

/**
 * The first, second, ... key of every App of this process: making one takes a fifth of a second of processor time. No two keys of an
 * App are the same.
 */
function keyPair(number: number): KeyPair {
  const made = pairs[number] ?? newPair();
  pairs[number] = made;
  return made;
}

function newPair(): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { privateKey: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(), publicKey };
}

/** What a token may do, and until when: milliseconds since 1970. */
interface Grant {
  readonly expires: number;
  readonly permissions: Permissions;
}

const allows = (granted: Permissions, name: string, level: 'read' | 'write'): boolean =>
  granted[name] === 'write' || (granted[name] === 'read' && level === 'read');
