import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../process/run.ts';
import type { Recipe } from '../recipe.ts';

const ROOT = join(import.meta.dirname, '../../..');

/**
 * npm's own cache, filled with every package of the project's lockfile: what lets a build run the real `npm ci` in a
 * room that reaches no registry. npm takes a package from it by the lockfile's hash, wherever it came from.
 */
export function npmCache(): Recipe {
  const files = ['package.json', 'package-lock.json'];
  return {
    name: 'npm-cache',
    inputs: ['revision 1', ...files.map((file) => readFileSync(join(ROOT, file), 'utf8'))],
    needs: [],
    coldSeconds: 60,
    build: async (target, { scratch, log }) => {
      for (const file of files) copyFileSync(join(ROOT, file), join(scratch, file));
      const args = ['ci', '--cache', target, '--ignore-scripts', '--no-audit', '--no-fund', '--include=dev'];
      await run('npm', args, { seconds: 900, cwd: scratch, log });
    },
  };
}
