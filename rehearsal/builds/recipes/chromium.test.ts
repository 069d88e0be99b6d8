import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ProcessError } from '../../shared/errors.ts';
import { parseOsRelease } from '../../shared/os-release.ts';
import { chromium, lacksChromium, requireChromium } from './chromium.ts';

describe('the recipe of Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-chromium-'));
  const calls = join(folder, 'calls');
  const path = process.env.PATH;

  /** Puts programs of these names before the machine's own. */
  const program = (name: string, script: string) => {
    mkdirSync(join(folder, 'bin'), { recursive: true });
    writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, 'bin', name), 0o755);
  };
  const build = async () => {
    const target = mkdtempSync(join(folder, 'target-'));
    const scratch = mkdtempSync(join(folder, 'scratch-'));
    const context = { log: join(folder, 'log'), scratch, folder: () => '' };
    await chromium().build(target, context);
    return { target, scratch };
  };

  before(() => {
    process.env.PATH = `${folder}/bin:${path}`;
  });
  after(() => {
    process.env.PATH = path;
    rmSync(folder, { recursive: true });
  });

  test('unpacks what apt has downloaded, without what no picture needs', async () => {
    const archives = `for option; do case $option in Dir::Cache::archives=*) folder="\${option#*=}"; esac; done`;
    program('apt-get', `echo "$@" >> ${calls}\n${archives}\n[ -z "$folder" ] || touch "$folder/one.deb"`);
    program('dpkg', 'mkdir -p "$3/usr/share/doc" "$3/usr/lib/chromium"; touch "$3/usr/lib/chromium/icudtl.dat"');
    const { target } = await build();
    assert.ok(existsSync(join(target, 'usr/lib/chromium/icudtl.dat')));
    assert.equal(existsSync(join(target, 'usr/share/doc')), false);
    assert.match(readFileSync(join(target, 'fonts.conf'), 'utf8'), /<dir prefix="relative">usr\/share\/fonts</);
  });

  test("asks apt beside the machine's own state, and installs nothing", () => {
    const [update = '', install = ''] = readFileSync(calls, 'utf8').trim().split('\n');
    for (const call of [update, install]) assert.match(call, /Dir::State::lists=\S*\/scratch-/);
    assert.match(install, /Dir::State::status=\S*\/scratch-\S* .*--download-only install /);
  });

  test('says how to go on without pictures when apt knows no such package', async () => {
    program('apt-get', '[ "$(echo "$@" | grep install)" = "" ] || { echo "E: Unable to locate package"; exit 100; }');
    await assert.rejects(build, (error: unknown) => {
      assert.ok(error instanceof ProcessError);
      assert.match(error.report(), /ended with exit code 100\nE: Unable to locate package/);
      assert.match(error.help, /npx onemerge rehearse --no-pictures$/);
      return true;
    });
  });
});

describe('a system without a package of Chromium', () => {
  test('is Ubuntu, and what is made from it', () => {
    for (const text of ['ID=ubuntu\nID_LIKE=debian', 'ID=linuxmint\nID_LIKE="ubuntu debian"']) {
      assert.match(lacksChromium(parseOsRelease(text)) ?? '', /^Ubuntu has Chromium as a snap only/);
    }
  });

  test('has no Lighthouse, and is told what runs there', () => {
    assert.throws(() => requireChromium(parseOsRelease('ID=ubuntu\nID_LIKE=debian')), {
      name: 'PreconditionError',
      message: /^Lighthouse has no browser here: Ubuntu has Chromium as a snap only/,
      help: /npx onemerge rehearse ghost$/,
    });
    assert.doesNotThrow(() => requireChromium(parseOsRelease('ID=debian')));
  });

  test('is not Debian', () => {
    assert.equal(lacksChromium(parseOsRelease('PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nID=debian')), undefined);
  });
});
