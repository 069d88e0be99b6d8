import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../shared/process/run.ts';
import type { Recipe } from '../recipe.ts';
import { REGISTRY_HELP } from './npm.ts';

const FOLDER = join(import.meta.dirname, '../../fakes/aws');

/**
 * The Python packages of the AWS emulator, in one folder for PYTHONPATH.
 * @param python major and minor version: some packages are compiled, and fit no other
 */
export function awsPackages(python: string): Recipe {
  const requirements = join(FOLDER, 'requirements.txt');
  return {
    name: 'aws-packages',
    inputs: ['revision 2', `Python ${python}`, readFileSync(requirements, 'utf8')],
    needs: [],
    coldSeconds: 10,
    build: async (target, { log }) => {
      const pip = [
        '-m',
        'pip',
        'install',
        '--quiet',
        '--disable-pip-version-check',
        '--no-compile',
        '--target',
        target,
      ];
      await run('python3', [...pip, '--requirement', requirements], {
        seconds: 600,
        log,
        help: 'apt-get install python3-pip, and see whether the package index can be reached: pip download six',
      });
    },
  };
}

/** The SDK that Lambda's Node.js runtime carries, for the functions that the AWS emulator runs. */
export function lambdaModules(): Recipe {
  const source = join(FOLDER, 'lambda-runtime');
  const files = ['package.json', 'package-lock.json'];
  return {
    name: 'lambda-modules',
    inputs: ['revision 1', ...files.map((file) => readFileSync(join(source, file), 'utf8'))],
    needs: [],
    coldSeconds: 5,
    build: async (target, { log }) => {
      for (const file of files) copyFileSync(join(source, file), join(target, file));
      await run('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], {
        seconds: 600,
        cwd: target,
        log,
        help: REGISTRY_HELP,
      });
    },
  };
}
