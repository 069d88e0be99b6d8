import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { selfMadeCertificate } from '../../fakes/github/certificate.ts';
import { type Listener, startListener } from '../../fakes/github/listener.ts';
import { ProcessError, RehearsalError } from '../../shared/errors.ts';
import { photograph } from './photograph.ts';

describe('a picture of the blog', () => {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-browser-'));
  const file = join(folder, 'pictures/before.png');
  const certificate = join(folder, 'ca.crt');
  const chromium = join(folder, 'chromium');
  const tls = selfMadeCertificate();
  let site: Listener;

  /** A browser that does this with its arguments. */
  const browser = (script: string) => {
    const programs = join(chromium, 'usr/lib/chromium');
    mkdirSync(programs, { recursive: true });
    writeFileSync(join(programs, 'chromium-headless-shell'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(programs, 'chromium-headless-shell'), 0o755);
  };
  const draw = `for argument; do case $argument in --screenshot=*) echo "$@" > "\${argument#*=}";; esac; done`;
  const photo = async (authority = tls.certificate) => {
    writeFileSync(certificate, authority);
    const sandbox = { folder, chromium, env: { PATH: '/usr/bin:/bin' }, authority: { certificate } };
    await photograph(sandbox, new URL('/a-post/', site.url), file);
  };

  before(async () => {
    site = await startListener(tls, () => 200);
  });
  after(() => {
    site.close();
    rmSync(folder, { recursive: true });
  });

  test('is taken by a browser that trusts the key of the blog alone and resolves no other name', async () => {
    browser(draw);
    await photo();
    const args = readFileSync(file, 'utf8');
    assert.match(args, /--ignore-certificate-errors-spki-list=[A-Za-z0-9+/]{43}= /);
    assert.match(args, /MAP \* ~NOTFOUND, EXCLUDE 127\.0\.0\.1 /);
    assert.match(args, /\/a-post\/$/m);
  });

  test("keeps what the browser writes in the sandbox's folder, which goes with the sandbox", async () => {
    browser(`${draw}; echo "$HOME $XDG_CACHE_HOME $XDG_CONFIG_HOME" > "${folder}/homes"`);
    await photo();
    const profile = join(folder, 'browser');
    const homes = readFileSync(join(folder, 'homes'), 'utf8').trim();
    assert.equal(homes, `${profile} ${profile}/cache ${profile}/config`);
    assert.match(readFileSync(file, 'utf8'), new RegExp(`--user-data-dir=${profile} `));
  });

  test('is drawn with the libraries and fonts of the cache', async () => {
    browser(`${draw}; echo "$LD_LIBRARY_PATH $FONTCONFIG_FILE" > "${folder}/paths"`);
    await photo();
    const [libraries = '', fonts] = readFileSync(join(folder, 'paths'), 'utf8').trim().split(' ');
    for (const path of libraries.split(':')) assert.ok(path.startsWith(chromium), path);
    assert.equal(fonts, join(chromium, 'fonts.conf'));
  });

  test('is missing, and an earlier one too, when the browser draws nothing', async () => {
    browser(draw);
    await photo();
    browser('exit 0');
    await assert.rejects(photo, (error: unknown) => {
      assert.ok(error instanceof RehearsalError);
      assert.match(error.message, /^Chromium could not load https:\/\/127\.0\.0\.1:\d+\/a-post\/$/);
      assert.match(error.help, /--keep/);
      return true;
    });
    assert.equal(existsSync(file), false);
  });

  test('is missing when the browser fails, and the error quotes it', async () => {
    browser('echo broken >&2; exit 3');
    await assert.rejects(photo, (error: unknown) => {
      assert.ok(error instanceof ProcessError);
      assert.match(error.message, /ended with exit code 3\nbroken$/);
      return true;
    });
  });

  test("is missing when the sandbox's authority does not vouch for the blog", async () => {
    browser(draw);
    await assert.rejects(() => photo(selfMadeCertificate().certificate), /self-signed certificate/);
  });
});
