import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Aws } from '../fakes/aws/start.ts';
import type { Sandbox } from '../sandbox/setup.ts';
import { ProcessError } from '../shared/errors.ts';
import { run } from '../shared/process/run.ts';

/** The pinned CDK command line, run as a user runs it. */
export interface Cdk {
  /**
   * Runs `npx cdk ...` in the project.
   * @returns what it said: the CDK speaks on standard error
   * @throws ProcessError when it fails
   */
  readonly run: (args: readonly string[]) => Promise<string>;
  /** Runs it and expects it to fail. Returns what it said. @throws ProcessError when it succeeds. */
  readonly fail: (args: readonly string[]) => Promise<string>;
}

/** Longest run of one command, in seconds: a deployment that hangs must end. */
const TIMEOUT_SECONDS = 420;

/**
 * The CDK in a folder, with the AWS emulator as its endpoint.
 * @param more variables of its environment
 */
export function cdkIn(folder: string, sandbox: Sandbox, aws: Aws, more: Readonly<Record<string, string>> = {}): Cdk {
  const log = sandbox.log('cdk');
  const cdk = async (args: readonly string[]): Promise<string> => {
    const start = sizeOf(log);
    await run(join(folder, 'node_modules/.bin/cdk'), [...args, '--no-color'], {
      seconds: TIMEOUT_SECONDS,
      cwd: folder,
      env: { ...sandbox.env, ...aws.env, ...more, CI: 'true' },
      log,
      help: 'read the end of the log; run again with --keep',
    });
    return readFileSync(log).subarray(start).toString('utf8');
  };
  return {
    run: cdk,
    fail: async (args) => {
      const start = sizeOf(log);
      try {
        await cdk(args);
      } catch (error) {
        if (!(error instanceof ProcessError)) throw error;
        return readFileSync(log).subarray(start).toString('utf8');
      }
      throw new ProcessError(`cdk ${args.join(' ')} succeeded but should have failed`, {
        where: log,
        help: 'read the end of the log',
      });
    },
  };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
