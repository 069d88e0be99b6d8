import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { BUILD_NODE } from '../../shared/build-versions.ts';
import { lighthouse } from './lighthouse.ts';

const MODULES = join(import.meta.dirname, '../../harness/lighthouse/modules');

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly engines?: { readonly node?: string };
}

const locked = () =>
  (JSON.parse(readFileSync(join(MODULES, 'package-lock.json'), 'utf8')) as { packages: Record<string, Locked> })
    .packages;

describe('the recipe of Lighthouse', () => {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-lighthouse-'));
  const path = process.env.PATH;
  const npm = (script: string) => {
    mkdirSync(join(folder, 'bin'), { recursive: true });
    writeFileSync(join(folder, 'bin/npm'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, 'bin/npm'), 0o755);
  };
  const build = async () => {
    const target = mkdtempSync(join(folder, 'target-'));
    await lighthouse().build(target, { log: join(folder, 'log'), scratch: folder, folder: () => '' });
    return target;
  };
  before(() => {
    process.env.PATH = `${folder}/bin:${path}`;
  });
  after(() => {
    process.env.PATH = path;
    rmSync(folder, { recursive: true });
  });

  test('installs what the lockfile names, runs no script of a package, and leaves out what would report to others', async () => {
    npm(`echo "$@" > ${folder}/asked
mkdir -p node_modules/lighthouse node_modules/@sentry/node node_modules/@opentelemetry/api`);
    const target = await build();
    const asked = readFileSync(join(folder, 'asked'), 'utf8').split(/\s+/);
    assert.ok(asked.includes('ci') && asked.includes('--ignore-scripts'), asked.join(' '));
    const is = (name: string) => existsSync(join(target, name));
    assert.ok(is('package-lock.json') && is('node_modules/lighthouse'));
    assert.deepEqual(
      ['@sentry', '@opentelemetry'].filter((name) => is(`node_modules/${name}`)),
      [],
    );
  });

  test('that cannot be installed says what to check', async () => {
    npm('echo E404 >&2; exit 1');
    await assert.rejects(build, { name: 'ProcessError', help: /^check that the npm registry answers/ });
  });

  test('has a checksum for each package', () => {
    const packages = Object.entries(locked()).filter(([name]) => name !== '');
    assert.ok(packages.length > 50, 'package-lock.json lists next to nothing');
    const open = packages.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([name]) => name);
    assert.deepEqual(
      open,
      [],
      'npm install --package-lock-only --ignore-scripts, in rehearsal/harness/lighthouse/modules',
    );
  });

  test('finds a Node.js that is new enough in the cache', () => {
    const [, wanted = ''] = /^>=(\d+)\./.exec(locked()['node_modules/lighthouse']?.engines?.node ?? '') ?? [];
    assert.ok(Number(BUILD_NODE.split('.')[0]) > Number(wanted), `Lighthouse wants ${wanted}: raise BUILD_NODE`);
  });
});
