import { join } from 'node:path';
import { ENVIRONMENT_VARIABLE } from '../../lib/config/chosen-environment.ts';
import { run } from '../shared/process/run.ts';
import type { Harness } from './harness.ts';

interface OnemergeOptions {
  /** Longest run. */
  readonly seconds: number;
  /** In place of the keys of the account's root. */
  readonly credentials?: Readonly<Record<string, string>>;
  /** Exit codes that are no failure; 0 alone when not given. */
  readonly codes?: readonly number[];
}

/**
 * Runs a command of the project in the user's clone, as somebody who is signed in to AWS and to GitHub. It is what npx runs: the review of
 * the pull request goes by npx, which takes half a second longer.
 * @returns what it printed on standard output
 * @throws ProcessError when it fails
 */
export function onemerge(harness: Harness, args: readonly string[], options: OnemergeOptions): Promise<string> {
  const { sandbox, aws, github, project, environment } = harness;
  return run(join(project.folder, 'bin/onemerge.ts'), args, {
    seconds: options.seconds,
    cwd: project.folder,
    env: {
      ...sandbox.env,
      ...aws.env,
      ...github.env,
      ...(environment !== undefined && { [ENVIRONMENT_VARIABLE]: environment }),
      ...options.credentials,
    },
    log: sandbox.log('onemerge'),
    ...(options.codes ? { codes: options.codes } : {}),
    help: 'read the end of the log; run again with --keep',
  });
}
