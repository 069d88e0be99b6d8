import { join } from 'node:path';
import { ACCOUNT } from '../fakes/aws/start.ts';
import type { Harness } from './harness.ts';
import { onemerge } from './onemerge.ts';
import { NAME } from './project.ts';
import { asBuild } from './roles.ts';

/** What the rehearsal reads of `npx onemerge verify --json`. */
export interface Verdict {
  /** The last line of the report for people: `4b825dc is live: infrastructure live 36 s after the merge, ...`. */
  readonly summary: string;
  readonly state: 'live' | 'superseded' | 'not live' | 'unknown' | 'waiting';
  /** Seconds since the merge; null for a half that the merge did not change, or that is not live. */
  readonly secondsSinceMerge: { readonly infrastructure: number | null; readonly workload: number | null };
  readonly problems: readonly {
    readonly object: string;
    readonly cause: string;
    readonly message: string;
    readonly help: string;
  }[];
  /** What it did and met on the way, in sentences. */
  readonly notes: readonly string[];
}

interface VerifyOptions {
  /** Longest run, in seconds. */
  readonly timeout: number;
  /** The caller has deployed the commit's infrastructure, as a build has. */
  readonly deployed?: true;
  /** The exit codes that are expected. */
  readonly codes: readonly number[];
}

/**
 * Asks for the verdict on a commit, in the user's clone, with the rights of a build and no others. What it observes is
 * left in the run's folder below `verdicts/`, as fixtures for the tests of `cli/verify`.
 * @throws ProcessError when it ends with another exit code
 */
export async function verify(harness: Harness, commit: string, options: VerifyOptions): Promise<Verdict> {
  const { name, aws, sandbox } = harness;
  // Two installations may have the same commit, and two accounts the same name.
  const own = [...(aws.account === ACCOUNT ? [] : [aws.account]), ...(name === NAME ? [] : [name])];
  const record = join(sandbox.folder, 'verdicts', ...own, commit);
  const args = [
    ...(options.deployed ? ['--deployed'] : []),
    '--commit',
    commit,
    '--json',
    '--timeout',
    `${options.timeout}`,
    '--record',
    record,
  ];
  const printed = await onemerge(harness, ['verify', ...args], {
    seconds: options.timeout + 60,
    credentials: await asBuild(harness, 'verify'),
    codes: options.codes,
  });
  return JSON.parse(printed) as Verdict;
}
