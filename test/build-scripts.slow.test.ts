import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parse } from 'yaml';
import { readDocument } from './support/documents.ts';

interface Buildspec {
  readonly phases: { readonly install: { readonly commands: readonly string[] } };
}

/** How the build installs packages. */
const [INSTALL = ''] = (parse(readDocument('buildspec.yml')) as Buildspec).phases.install.commands.filter((command) =>
  command.startsWith('npm '),
);

/** What npm would run by itself, of a package and of the repository. */
const HOOKS = ['preinstall', 'install', 'postinstall', 'prepare'];

describe('a merge that brings scripts for the installation', () => {
  const root = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
  const env = { ...process.env, npm_config_cache: join(root, 'npm'), npm_config_offline: 'true' };
  const npm = (command: string) =>
    execFileSync('sh', ['-ec', command], { cwd: join(root, 'blog'), env, stdio: 'pipe' });
  const ran = () => HOOKS.flatMap((hook) => ['blog', 'guest'].map((who) => `${hook}-${who}`)).filter(wasLeft);
  const wasLeft = (name: string) => existsSync(join(root, name));

  before(() => {
    const scripts = (who: string) =>
      Object.fromEntries(HOOKS.map((hook) => [hook, `echo ran > ${join(root, `${hook}-${who}`)}`]));
    const write = (folder: string, content: object) => {
      mkdirSync(join(root, folder), { recursive: true });
      writeFileSync(join(root, folder, 'package.json'), JSON.stringify({ version: '1.0.0', ...content }));
    };
    write('blog/guest', { name: 'guest', scripts: scripts('guest') });
    write('blog', { name: 'blog', scripts: scripts('blog'), dependencies: { guest: 'file:guest' } });
    npm('npm install --package-lock-only --ignore-scripts');
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  test('runs none of them in the build, whose roles may deploy', () => {
    npm(INSTALL);
    assert.ok(existsSync(join(root, 'blog/node_modules/guest')), 'the package itself is installed');
    assert.deepEqual(ran(), [], `Keep --ignore-scripts in buildspec.yml: ${INSTALL}`);
  });

  test('would run them without the option: the test above can fail', () => {
    npm(INSTALL.replace(' --ignore-scripts', ''));
    assert.ok(ran().includes('postinstall-guest') && ran().includes('postinstall-blog'), ran().join());
  });
});
