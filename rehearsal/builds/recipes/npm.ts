import { copyFileSync, readFileSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BUILD_NODE } from '../../shared/build-versions.ts';
import { run } from '../../shared/process/run.ts';
import type { Recipe } from '../recipe.ts';

/** What helps when npm cannot have a package. */
export const REGISTRY_HELP = 'check that the npm registry answers (npm ping), then run the same command again';

/** What buildspec.yml installs: neither the tools of developers nor the rehearsal, and no package's own scripts. */
const BUILD_ONLY = ['--omit=dev', '--workspaces=false', '--ignore-scripts'];

const ROOT = join(import.meta.dirname, '../../..');

/**
 * npm's own cache, filled with every package that a build of the pipeline installs: what lets it run the real `npm ci`
 * in a sandbox that reaches no registry. npm takes a package from it by the lockfile's hash, wherever it came from.
 */
export function npmCache(): Recipe {
  const lockfile = 'package-lock.json'; // which repeats the dependencies that package.json names
  return {
    name: 'npm-cache',
    inputs: ['revision 2', readFileSync(join(ROOT, lockfile), 'utf8')],
    needs: [],
    coldSeconds: 15,
    build: async (target, { scratch, log }) => {
      for (const file of ['package.json', lockfile]) copyFileSync(join(ROOT, file), join(scratch, file));
      const args = ['ci', '--cache', target, ...BUILD_ONLY, '--no-audit', '--no-fund'];
      await run('npm', args, { seconds: 900, cwd: scratch, log, help: REGISTRY_HELP });
    },
  };
}

/** The Node.js that builds of the pipeline switch to, from npm: `bin/node`. */
export function buildNode(): Recipe {
  const name = `node-linux-${process.arch}`;
  return {
    name: 'build-node',
    inputs: ['revision 1', name, BUILD_NODE],
    needs: [],
    coldSeconds: 7,
    build: async (target, { scratch, log }) => {
      const args = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', scratch];
      await run('npm', [...args, `${name}@${BUILD_NODE}`], { seconds: 300, log, help: REGISTRY_HELP });
      await mkdir(join(target, 'bin'));
      await copyFile(join(scratch, 'node_modules', name, 'bin/node'), join(target, 'bin/node'));
    },
  };
}
