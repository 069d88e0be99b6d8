import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A certificate and its private key, PEM. */
export interface SelfMadeCertificate {
  readonly certificate: string;
  readonly key: string;
}

/**
 * Makes a certificate for 127.0.0.1 that is its own authority. Node makes keys but no certificates: hence the ASN.1.
 * @param mayAuthorize false for one that is no authority, for tests of what refuses it
 */
export function selfMadeCertificate({ mayAuthorize = true } = {}): SelfMadeCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const name = sequence(element(0x31, sequence(objectId('550403'), element(0x0c, Buffer.from('onemerge test')))));
  const algorithm = sequence(objectId('2a8648ce3d040302')); // ecdsa-with-SHA256
  const hour = 3_600_000;
  const content = sequence(
    element(0xa0, integer(Buffer.from([2]))), // version 3
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    name,
    sequence(time(Date.now() - hour), time(Date.now() + 24 * hour)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    element(0xa3, sequence(...(mayAuthorize ? [authority()] : []), addresses())),
  );
  const signature = sign('sha256', content, privateKey);
  const certificate = sequence(content, algorithm, bits(signature));
  const base64 = certificate
    .toString('base64')
    .match(/.{1,64}/g)
    ?.join('\n');
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** Basic constraints: this is a certificate authority. */
const authority = (): Buffer =>
  sequence(objectId('551d13'), element(0x04, sequence(element(0x01, Buffer.from([0xff])))));

/** Subject alternative names: the address 127.0.0.1. */
const addresses = (): Buffer =>
  sequence(objectId('551d11'), element(0x04, sequence(element(0x87, Buffer.from([127, 0, 0, 1])))));

function element(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: Buffer[]): Buffer => element(0x30, ...parts);
const objectId = (hex: string): Buffer => element(0x06, Buffer.from(hex, 'hex'));
const integer = (bytes: Buffer): Buffer => element(0x02, bytes);
const bits = (bytes: Buffer): Buffer => element(0x03, Buffer.from([0]), bytes);
const time = (at: number): Buffer =>
  element(0x18, Buffer.from(`${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}Z`));
