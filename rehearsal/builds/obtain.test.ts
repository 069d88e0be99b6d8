import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { PreconditionError, RehearsalError } from '../shared/errors.ts';
import { Steps } from '../shared/steps.ts';
import { type CacheFolders, cacheFolders } from './folders.ts';
import { obtain } from './obtain.ts';
import type { Recipe } from './recipe.ts';

const quiet = () => new Steps({ terminal: false, write: () => undefined });

async function withCache(work: (folders: CacheFolders) => Promise<void>): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'onemerge-test-'));
  try {
    await work(cacheFolders({ ONEMERGE_CACHE: root }));
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

function counting(build: Recipe['build'] = async () => undefined): {
  readonly recipe: Recipe;
  readonly count: () => number;
} {
  let count = 0;
  const recipe: Recipe = {
    name: 'thing',
    inputs: ['1'],
    needs: [],
    coldSeconds: 1,
    build: async (target, context) => {
      count += 1;
      await build(target, context);
      await writeFile(join(target, 'result'), 'done');
    },
  };
  return { recipe, count: () => count };
}

// The lock is flock's, which the rehearsal's own check asks for.
describe('the cache', { skip: process.platform !== 'linux' || !existsSync('/usr/bin/flock') }, () => {
  test('builds a thing once', () =>
    withCache(async (folders) => {
      const { recipe, count } = counting();
      const folder = await obtain([recipe], folders, quiet());
      await obtain([recipe], folders, quiet());
      assert.equal(count(), 1);
      assert.equal(await readFile(join(folder(recipe), 'result'), 'utf8'), 'done');
    }));

  test('builds nothing while the machine lacks a program that a later build calls, and names the package', () =>
    withCache(async (folders) => {
      const { recipe, count } = counting();
      const programs = { 'no-such-program': 'its-package', 'no-such-compiler': 'its-package' };
      const later: Recipe = { ...recipe, name: 'later', programs };
      await assert.rejects(
        obtain([recipe, later], folders, quiet()),
        (error: unknown) =>
          error instanceof PreconditionError &&
          error.message === 'no-such-program and no-such-compiler are not installed' &&
          error.help.endsWith('apt-get install its-package'),
      );
      assert.equal(count(), 0);
    }));

  test('builds again what a killed build left half-way', () =>
    withCache(async (folders) => {
      await mkdir(join(folders.building, 'thing-abc/result'), { recursive: true });
      const { recipe, count } = counting();
      await obtain([recipe], folders, quiet());
      assert.equal(count(), 1);
      assert.equal(existsSync(join(folders.building, 'thing-abc')), false);
    }));

  test('keeps nothing of a failed build but its log, quotes it, and builds on the next run', () =>
    withCache(async (folders) => {
      let fail = true;
      const { recipe } = counting(async (_target, { log }) => {
        await writeFile(log, 'the last words');
        if (fail) throw new Error('no luck');
      });
      await assert.rejects(
        () => obtain([recipe], folders, quiet()),
        (error: unknown) => error instanceof RehearsalError && error.report().includes('the last words'),
      );
      fail = false;
      const folder = await obtain([recipe], folders, quiet());
      assert.equal(existsSync(folder(recipe)), true);
    }));

  test('prints what it will build, the estimate and the cache path before it builds', () =>
    withCache(async (folders) => {
      const said: string[] = [];
      const { recipe } = counting(async () => {
        said.push('(builds)');
      });
      const steps = new Steps({ terminal: false, write: (text) => said.push(text) });
      await obtain([{ ...recipe, coldSeconds: 150 }], folders, steps);
      const before = said.slice(0, said.indexOf('(builds)')).join('');
      assert.match(before, /about 3 min on two cores/);
      assert.match(before, /thing \(150 s\)/);
      assert.ok(before.includes(`Cached in ${folders.root}`), before);
      assert.match(before, /Debian packages .*; nothing is installed on this machine/);
    }));

  test('asks for more disk than there is before a build that takes longer than any disk has room for', () =>
    withCache(async (folders) => {
      const { recipe, count } = counting();
      await assert.rejects(
        () => obtain([{ ...recipe, coldSeconds: 1e9 }], folders, quiet()),
        (error: unknown) =>
          error instanceof PreconditionError &&
          /^building what the cache lacks needs 13589951 GiB of disk, and /.test(error.message),
      );
      assert.equal(count(), 0);
    }));

  test('a build for which the disk has no room says so, and what helps', () =>
    withCache(async (folders) => {
      const { recipe } = counting(async () => {
        throw new Error("ENOSPC: no space left on device, write '/cache/x'");
      });
      await assert.rejects(
        () => obtain([recipe], folders, quiet()),
        (error: unknown) =>
          error instanceof RehearsalError && /^building thing failed: the disk is full\nENOSPC/.test(error.message),
      );
    }));

  test('two at once build a thing once', () =>
    withCache(async (folders) => {
      const { recipe, count } = counting(() => new Promise((resolve) => setTimeout(resolve, 200)));
      await Promise.all([obtain([recipe], folders, quiet()), obtain([recipe], folders, quiet())]);
      assert.equal(count(), 1);
    }));
});
