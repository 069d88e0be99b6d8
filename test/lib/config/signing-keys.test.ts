import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ConfigError } from '../../../lib/config/config-error.ts';
import { parseConfig } from '../../../lib/config/parse.ts';
import { armoured, keyring, keysOf, signingKeysFault } from '../../../lib/config/signing-keys.ts';
import { configInput } from '../../support/fixtures.ts';
import { EXPIRED, FINGERPRINTS, PERSON, PRIVATE, SITE } from '../../support/signing-keys.ts';

/** A block with other bytes in it, and the right checksum. */
const block = (bytes: Buffer) =>
  `-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n${bytes.toString('base64')}\n-----END PGP PUBLIC KEY BLOCK-----\n`;

describe('a public key', () => {
  test('is known by its fingerprint, and by when it expires', () => {
    assert.deepEqual(keysOf(PERSON), [{ fingerprint: FINGERPRINTS.person, expires: undefined }]);
    const [expired] = keysOf(EXPIRED);
    assert.deepEqual([expired?.fingerprint, expired?.expires?.getUTCFullYear()], [FINGERPRINTS.expired, 2020]);
  });

  test('may stand beside others, in one block or in several', () => {
    const both = [FINGERPRINTS.person, FINGERPRINTS.site];
    assert.deepEqual(
      keysOf(PERSON + SITE).map(({ fingerprint }) => fingerprint),
      both,
    );
    const together = block(keyring([PERSON, SITE]));
    assert.deepEqual(
      keysOf(together).map(({ fingerprint }) => fingerprint),
      both,
    );
    assert.equal(signingKeysFault([together]), undefined);
  });

  test('is handed on as GnuPG writes it, whatever stood around it', () => {
    const indented = PERSON.replace('\n\n', "\nComment: it's mine $(x)\n\n").replaceAll('\n', '\r\n      ');
    assert.equal(signingKeysFault([indented]), undefined);
    assert.equal(armoured(indented), PERSON);
  });
});

describe('what is no list of public keys', () => {
  const cases: readonly (readonly [what: string, texts: readonly string[], fault: RegExp])[] = [
    ['an empty list', [], /^list one key at least/],
    ['something else', [PERSON, 'octo@example.com'], /^entry 2 of 2: paste what this prints.* gpg --armor --export/],
    ['a key with a text around it', [`mine: ${PERSON}`], /and nothing else/],
    ['a private key', [PRIVATE], /that is a private key: make another one/],
    ['a private key that calls itself a public one', [PRIVATE.replaceAll('PRIVATE', 'PUBLIC')], /holds a private key/],
    [
      'a key of SSH',
      ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 me'],
      /that is a key of SSH; the build verifies keys of OpenPGP/,
    ],
    ['a signature', [PERSON.replaceAll('PUBLIC KEY BLOCK', 'SIGNATURE')], /something of OpenPGP, but no public key/],
    ['a key with a mistyped character', [PERSON.replace('mDME', 'mDMF')], /some characters of it are lost/],
    ['a key that was cut off', [block(keyring([PERSON]).subarray(0, 90))], /ends in the middle of a key/],
    ['bytes', [block(Buffer.from('hello'))], /it is no key of OpenPGP/],
    ['a key of another version', [block(Buffer.from([0xc6, 2, 6, 0]))], /no key of version 4/],
    ['nothing', [block(Buffer.alloc(0))], /there is no key in it/],
    ['a very long text', ['x'.repeat(70_000)], /70000 characters are more than 65536/],
    ['a key twice', [PERSON, SITE + PERSON], new RegExp(`list each key once: ${FINGERPRINTS.person} is there twice`)],
  ];
  for (const [what, texts, fault] of cases)
    test(`is refused with the edit that helps: ${what}`, () => assert.match(signingKeysFault(texts) ?? '', fault));

  test('is not repeated when it is refused: it may be a private key', () => {
    for (const signedBy of [[PRIVATE], [PRIVATE.replaceAll('PRIVATE', 'PUBLIC')], PRIVATE]) {
      const input = { ...configInput(), repository: { owner: 'octo-org', name: 'blog', signedBy } };
      assert.throws(
        () => parseConfig(input),
        (error) => error instanceof ConfigError && !/[A-Za-z0-9+/]{24}/.test(error.message),
      );
    }
  });
});
