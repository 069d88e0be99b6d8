import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extensions } from './authority.ts';

test("a server's certificate names hosts as DNS names and addresses as addresses", () => {
  assert.equal(
    extensions(['github.com', '10.0.0.12']),
    'extendedKeyUsage=serverAuth\nsubjectAltName=DNS:github.com,IP:10.0.0.12\n',
  );
});

test("a client's certificate cannot serve", () => {
  assert.equal(extensions(undefined), 'extendedKeyUsage=clientAuth\n');
});
