import { createHash } from 'node:crypto';

/** A public key that commits are signed with. */
export interface SigningKey {
  /** 40 hexadecimal digits. */
  readonly fingerprint: string;
  /** When it expires; undefined for a key that never does. */
  readonly expires: Date | undefined;
}

/** The keys of GitHub and of a dozen people have some 40 KiB. They travel in templates, and in a Secret, which end at 1 MiB. Characters. */
const LARGEST = 64 * 1024;

const BLOCK = /-----BEGIN PGP ([A-Z ]+?)-----\s*?\n([\s\S]*?)-----END PGP \1-----/g;

/**
 * Why texts are no list of public keys, as an edit; undefined when they are one. What was pasted is never repeated: it may be
 * secret. Whether a key has expired is no fault, so that the same config always gives the same templates; the doctor tells.
 */
export function signingKeysFault(texts: readonly string[]): string | undefined {
  if (texts.length === 0) return 'list one key at least, or leave the field out';
  for (const [at, text] of texts.entries()) {
    const fault = textFault(text);
    if (fault !== undefined) return `entry ${at + 1} of ${texts.length}: ${fault}`;
  }
  const prints = texts.flatMap((text) => keysOf(text).map(({ fingerprint }) => fingerprint));
  const twice = prints.find((print, at) => prints.indexOf(print) !== at);
  return twice === undefined ? undefined : `list each key once: ${twice} is there twice`;
}

/** The keys of a text without faults. */
export const keysOf = (text: string): SigningKey[] => blocksOf(text).flatMap(({ bytes }) => readKeys(bytes));

/** The keys of texts without faults as programs read them, without armour, comments and indentation. */
export const keyring = (texts: readonly string[]): Buffer =>
  Buffer.concat(texts.flatMap((text) => blocksOf(text).map(({ bytes }) => bytes)));

/** The keys of a text without faults, armoured as its author's program would have: https://www.rfc-editor.org/rfc/rfc4880#section-6.2 */
export function armoured(text: string): string {
  const bytes = keyring([text]);
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  const sum = `=${checksum(bytes).toString('base64')}`;
  return ['-----BEGIN PGP PUBLIC KEY BLOCK-----', '', ...lines, sum, '-----END PGP PUBLIC KEY BLOCK-----', ''].join(
    '\n',
  );
}

function textFault(text: string): string | undefined {
  if (text.length > LARGEST) return `${text.length} characters are more than ${LARGEST}; export each key by itself`;
  if (/PRIVATE KEY/.test(text))
    return 'that is a private key: make another one, since this one is in a file by now, and paste what this prints: gpg --armor --export <key>';
  if (/^\s*(ssh-|ecdsa-|sk-)|BEGIN SSH/.test(text))
    return 'that is a key of SSH; the build verifies keys of OpenPGP alone: gpg --armor --export <key>';
  const blocks = blocksOf(text);
  if (blocks.length === 0 || text.replaceAll(BLOCK, '').trim() !== '')
    return 'paste what this prints, from its BEGIN to its END, and nothing else: gpg --armor --export <key>';
  if (blocks.some(({ kind }) => kind !== 'PUBLIC KEY BLOCK'))
    return 'that is something of OpenPGP, but no public key: gpg --armor --export <key>';
  return blocks.every(({ bytes, sum }) => sum === undefined || sum === checksum(bytes).toString('base64'))
    ? contentFault(blocks.map(({ bytes }) => bytes))
    : 'some characters of it are lost; paste it again: gpg --armor --export <key>';
}

function contentFault(contents: readonly Buffer[]): string | undefined {
  try {
    const secret = contents.some((bytes) =>
      packetsOf(bytes).some(({ tag }) => tag === SECRET_KEY || tag === SECRET_SUBKEY),
    );
    if (secret)
      return 'that holds a private key: make another one, and paste what this prints: gpg --armor --export <key>';
    if (contents.every((bytes) => readKeys(bytes).length > 0)) return undefined;
  } catch (error) {
    if (error instanceof UnreadableKey) return `${error.message}; export it again: gpg --armor --export <key>`;
    throw error;
  }
  return 'there is no key in it; export it again: gpg --armor --export <key>';
}

interface Block {
  readonly kind: string;
  readonly bytes: Buffer;
  /** Its checksum, as it is written; some programs leave it out. */
  readonly sum: string | undefined;
}

function blocksOf(text: string): Block[] {
  return [...text.matchAll(BLOCK)].map(([, kind = '', body = '']) => {
    const lines = body.split('\n').map((line) => line.trim());
    const content = lines.slice(lines.indexOf('') + 1).filter((line) => line !== '');
    const sum = content.find((line) => /^=[A-Za-z0-9+/]{4}$/.test(line));
    const encoded = content.filter((line) => line !== sum).join('');
    return { kind, bytes: Buffer.from(encoded, 'base64'), sum: sum?.slice(1) };
  });
}

/** https://www.rfc-editor.org/rfc/rfc4880#section-6.1 */
function checksum(bytes: Buffer): Buffer {
  let crc = 0xb704ce;
  for (const byte of bytes) {
    crc ^= byte << 16;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc << 1) ^ ((crc & 0x800000) === 0 ? 0 : 0x1864cfb);
  }
  return Buffer.from([(crc >> 16) & 0xff, (crc >> 8) & 0xff, crc & 0xff]);
}

/** Bytes that are no packets of OpenPGP, or of a kind that this does not read. */
class UnreadableKey extends Error {}

const SIGNATURE = 2;
const SECRET_KEY = 5;
const PUBLIC_KEY = 6;
const SECRET_SUBKEY = 7;
const PUBLIC_SUBKEY = 14;

interface Packet {
  readonly tag: number;
  readonly body: Buffer;
}

/** https://www.rfc-editor.org/rfc/rfc4880#section-4.2 @throws UnreadableKey */
function packetsOf(bytes: Buffer): Packet[] {
  const packets: Packet[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { tag, from, length } = headerAt(bytes, at);
    if (from + length > bytes.length) throw new UnreadableKey('it ends in the middle of a key');
    packets.push({ tag, body: bytes.subarray(from, from + length) });
    at = from + length;
  }
  return packets;
}

function headerAt(bytes: Buffer, at: number): { readonly tag: number; readonly from: number; readonly length: number } {
  const first = bytes[at] ?? 0;
  if ((first & 0x80) === 0) throw new UnreadableKey('it is no key of OpenPGP');
  try {
    if ((first & 0x40) === 0) {
      const size = 1 << (first & 3);
      if (size > 4) throw new UnreadableKey('it has a packet of no length');
      return { tag: (first >> 2) & 15, from: at + 1 + size, length: bytes.readUIntBE(at + 1, size) };
    }
    const { from, length } = lengthAt(bytes, at + 1);
    return { tag: first & 63, from, length };
  } catch (error) {
    if (error instanceof RangeError) throw new UnreadableKey('it ends in the middle of a key');
    throw error;
  }
}

/** A length of the newer form, also that of a part of a signature. @throws RangeError */
function lengthAt(bytes: Buffer, at: number): { readonly from: number; readonly length: number } {
  const first = bytes.readUInt8(at);
  if (first < 192) return { from: at + 1, length: first };
  if (first < 224) return { from: at + 2, length: ((first - 192) << 8) + bytes.readUInt8(at + 1) + 192 };
  if (first < 255) throw new UnreadableKey('it has a packet in parts, which no key has');
  return { from: at + 5, length: bytes.readUInt32BE(at + 1) };
}

/** @throws UnreadableKey */
function readKeys(bytes: Buffer): SigningKey[] {
  const packets = packetsOf(bytes);
  return packets.flatMap(({ tag, body }, at) => {
    if (tag !== PUBLIC_KEY) return [];
    if (body[0] !== 4) throw new UnreadableKey('it is no key of version 4, which Flux and the build both verify');
    const length = Buffer.from([0x99, body.length >> 8, body.length & 0xff]);
    const fingerprint = createHash('sha1').update(length).update(body).digest('hex').toUpperCase();
    const rest = packets.slice(at + 1);
    const end = rest.findIndex((packet) => packet.tag === PUBLIC_KEY || packet.tag === PUBLIC_SUBKEY);
    const own = rest.slice(0, end < 0 ? undefined : end).filter((packet) => packet.tag === SIGNATURE);
    return [{ fingerprint, expires: expiry(body.readUInt32BE(1) * 1000, own, fingerprint) }];
  });
}

const CREATED = 2;
const KEY_EXPIRES = 9;
const ISSUER = 16;

/** What the latest signature of a key on itself says. @param made when the key was made, in milliseconds since 1970 */
function expiry(made: number, signatures: readonly Packet[], fingerprint: string): Date | undefined {
  const said = signatures
    .flatMap(({ body }) => readSignature(body))
    .filter(({ issuer }) => issuer === undefined || fingerprint.endsWith(issuer))
    .toSorted((one, other) => one.at - other.at)
    .at(-1);
  return said === undefined || said.lifetime === 0 ? undefined : new Date(made + said.lifetime * 1000);
}

/** https://www.rfc-editor.org/rfc/rfc4880#section-5.2.3; nothing of one of another version, or which is about something else than the key. */
function readSignature(
  body: Buffer,
): { readonly at: number; readonly lifetime: number; readonly issuer: string | undefined }[] {
  const type = body[1] ?? 0;
  if (body[0] !== 4 || !((type >= 0x10 && type <= 0x13) || type === 0x1f)) return [];
  const hashed = body.readUInt16BE(4);
  const parts = partsOf(body.subarray(6, 6 + hashed));
  const unhashed = partsOf(body.subarray(8 + hashed, 8 + hashed + body.readUInt16BE(6 + hashed)));
  const at = parts.get(CREATED)?.readUInt32BE(0) ?? 0;
  const lifetime = parts.get(KEY_EXPIRES)?.readUInt32BE(0) ?? 0;
  const issuer = (parts.get(ISSUER) ?? unhashed.get(ISSUER))?.toString('hex').toUpperCase();
  return [{ at, lifetime, issuer }];
}

function partsOf(area: Buffer): Map<number, Buffer> {
  const parts = new Map<number, Buffer>();
  for (let at = 0; at < area.length; ) {
    const { from, length } = lengthAt(area, at);
    parts.set((area[from] ?? 0) & 0x7f, area.subarray(from + 1, from + length));
    at = from + length;
  }
  return parts;
}
