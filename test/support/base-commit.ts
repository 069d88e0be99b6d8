import { execFileSync } from 'node:child_process';

const ROOT = new URL('../..', import.meta.url);

/** What Git says in this repository. @throws Error when it fails */
export const git = (...args: string[]): string =>
  execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

/** Where this branch left the one that is live; undefined where Git does not know that one. */
export function baseCommit(): string | undefined {
  try {
    return git('merge-base', 'HEAD', `origin/${process.env.GITHUB_BASE_REF || 'main'}`).trim();
  } catch {
    return undefined;
  }
}

/** Why a test that compares with it is skipped. */
export const NO_BASE = 'this clone has no origin/main to compare with; the check of the pull request has';
