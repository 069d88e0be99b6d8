import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ROOT } from './root.ts';

/** Runs one command of the CDK, the words after `npx cdk`. Resolves with its exit code. */
export type RunCdk = (words: readonly string[]) => Promise<number>;

/** The CDK of this project, which speaks to the person at the terminal itself. */
export const runCdk: RunCdk = async (words) => {
  const child = spawn('npx', ['cdk', ...words], { cwd: ROOT, stdio: 'inherit' });
  const [code] = (await once(child, 'close')) as [number | null];
  return code ?? 1;
};
