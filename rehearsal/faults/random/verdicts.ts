import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Harness } from '../../harness/harness.ts';
import { asBuild } from '../../harness/roles.ts';
import type { Verdict } from '../../harness/verify.ts';
import { RehearsalError } from '../../shared/errors.ts';

/** Gives verdicts, with the rights of a build and no others, in the user's clone. */
export interface Verdicts {
  /** @param timeout seconds @throws RehearsalError when there is no answer */
  readonly ask: (commit: string, timeout: number) => Promise<Verdict>;
  readonly stop: () => void;
}

/** Seconds that an answer may take longer than it was told: the commit is synthesized first, and looked at again where the machine was busy. */
const MORE = 240;

/** Starts the process that gives them. */
export async function startVerdicts(harness: Harness): Promise<Verdicts> {
  const { sandbox, aws, github, project } = harness;
  const log = sandbox.log('verdicts');
  const script = join(project.folder, 'rehearsal/faults/random/answer-verdicts.ts');
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', script], {
    cwd: project.folder,
    env: { ...process.env, ...sandbox.env, ...aws.env, ...github.env, ...(await asBuild(harness, 'verify')) },
    stdio: ['pipe', 'pipe', openSync(log, 'a')],
  });
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new Error('a pipe is missing');
  const lines = createInterface({ input: stdout });
  return {
    ask: async (commit, timeout) => {
      stdin.write(`${JSON.stringify({ commit, timeout })}\n`);
      try {
        const [line] = await once(lines, 'line', { signal: AbortSignal.timeout((timeout + MORE) * 1000) });
        return JSON.parse(line) as Verdict;
      } catch (error) {
        throw new RehearsalError(`no verdict on ${commit}: ${error instanceof Error ? error.message : error}`, {
          where: log,
          help: 'read the end of the log; run again with --keep',
        });
      }
    },
    stop: () => child.kill(),
  };
}
