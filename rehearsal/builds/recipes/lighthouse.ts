import { copyFileSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../shared/process/run.ts';
import type { Recipe } from '../recipe.ts';
import { REGISTRY_HELP } from './npm.ts';

const MODULES = join(import.meta.dirname, '../../harness/lighthouse/modules');
const FILES = ['package.json', 'package-lock.json'] as const;

/** What would report Lighthouse's own errors to its authors: loaded when asked to only, and more than a third of all. */
const USELESS = ['@sentry', '@opentelemetry'] as const;

/** Lighthouse with all that it needs, each as the lockfile beside its harness has it. It runs on the Node.js of `buildNode`. */
export function lighthouse(): Recipe {
  return {
    name: 'lighthouse',
    inputs: ['revision 1', ...USELESS, ...FILES.map((file) => readFileSync(join(MODULES, file), 'utf8'))],
    needs: [],
    coldSeconds: 20,
    build: async (target, { log }) => {
      for (const file of FILES) copyFileSync(join(MODULES, file), join(target, file));
      // This npm may be older than the Node.js that runs what it installs.
      const args = ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--engine-strict=false'];
      await run('npm', args, { seconds: 900, cwd: target, log, help: REGISTRY_HELP });
      for (const name of USELESS) await rm(join(target, 'node_modules', name), { recursive: true, force: true });
    },
  };
}
