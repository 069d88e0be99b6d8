import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { selfMadeCertificate } from '../../fakes/github/certificate.ts';
import { type Listener, startListener } from '../../fakes/github/listener.ts';
import { photograph } from './photograph.ts';

describe('a picture of the blog', () => {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-browser-'));
  const file = join(folder, 'pictures/before.png');
  const certificate = join(folder, 'ca.crt');
  const tls = selfMadeCertificate();
  let site: Listener;

  /** A browser that does this with its arguments. */
  const browser = (script: string) => {
    writeFileSync(join(folder, 'chromium'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, 'chromium'), 0o755);
  };
  const draw = `for argument; do case $argument in --screenshot=*) echo "$@" > "\${argument#*=}";; esac; done`;
  const photo = (authority = tls.certificate) => {
    writeFileSync(certificate, authority);
    const sandbox = { folder, env: { PATH: `${folder}:/usr/bin:/bin` }, authority: { certificate } };
    return photograph(sandbox, new URL('/a-post/', site.url), file);
  };

  before(async () => {
    site = await startListener(tls, () => 200);
  });
  after(() => {
    site.close();
    rmSync(folder, { recursive: true });
  });

  it('is taken by a browser that trusts the key of the blog alone and resolves no other name', async () => {
    browser(draw);
    assert.equal(await photo(), file);
    const args = readFileSync(file, 'utf8');
    assert.match(args, /--ignore-certificate-errors-spki-list=[A-Za-z0-9+/]{43}= /);
    assert.match(args, /MAP \* ~NOTFOUND, EXCLUDE 127\.0\.0\.1 /);
    assert.match(args, /\/a-post\/$/m);
  });

  it("keeps what the browser writes in the sandbox's folder, which goes with the sandbox", async () => {
    browser(`${draw}; echo "$HOME" > "${folder}/home"`);
    await photo();
    const profile = join(folder, 'browser');
    assert.equal(readFileSync(join(folder, 'home'), 'utf8').trim(), profile);
    assert.match(readFileSync(file, 'utf8'), new RegExp(`--user-data-dir=${profile} `));
  });

  it('is missing, and an earlier one too, when the browser draws nothing', async () => {
    browser(draw);
    await photo();
    browser('exit 0');
    assert.match(await photo(), /^no screenshot: chromium could not load https:\/\/127\.0\.0\.1:\d+\/a-post\/$/);
    assert.equal(existsSync(file), false);
  });

  it('is missing when the browser fails, and the words say how', async () => {
    browser('echo broken >&2; exit 3');
    assert.equal(await photo(), 'no screenshot: ended with exit code 3');
  });

  it("is missing when the sandbox's authority does not vouch for the blog", async () => {
    browser(draw);
    assert.match(await photo(selfMadeCertificate().certificate), /^no screenshot: self-signed certificate$/);
  });

  it('is missing on a machine without chromium', async () => {
    rmSync(join(folder, 'chromium'));
    const sandbox = { folder, env: { PATH: folder }, authority: { certificate } };
    const words = await photograph(sandbox, new URL(site.url), file);
    assert.equal(words, 'no chromium on this machine: no screenshot');
  });
});
