import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Authority, extensions } from './authority.ts';

const OPENSSL = process.platform === 'linux' && spawnSync('openssl', ['version']).status === 0;

test("a server's certificate names hosts as DNS names and addresses as addresses", () => {
  const lines = extensions(['github.com', '10.0.0.12']).split('\n');
  assert.ok(lines.includes('extendedKeyUsage=serverAuth'));
  assert.ok(lines.includes('subjectAltName=DNS:github.com,IP:10.0.0.12'));
});

test("a client's certificate cannot serve", () => {
  assert.match(extensions(undefined), /^extendedKeyUsage=clientAuth$/m);
  assert.doesNotMatch(extensions(undefined), /serverAuth/);
});

test('Python 3.13, which checks certificates by the letter, trusts the servers', { skip: !OPENSSL }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-authority-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const authority = await Authority.create(folder, 'rehearsal test');
  const { certificate } = await authority.issue('server', { commonName: 'server', hosts: ['localhost'] });
  const check = spawnSync('openssl', ['verify', '-x509_strict', '-CAfile', authority.certificate, certificate]);
  assert.equal(check.status, 0, `openssl verify -x509_strict: ${check.stderr}`);
});
