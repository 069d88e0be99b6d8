import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Harness } from '../../harness/harness.ts';
import { run } from '../../shared/process/run.ts';
import { awsCommandLine } from './aws-command-line.ts';
import type { Block } from './document.ts';

/** Longest run of a document's commands, in seconds. */
const TIMEOUT_SECONDS = 120;

/**
 * Runs the commands of a document as a user does: in the clone, by Bash, with AWS's command line and an administrator's keys.
 * @returns what they print
 * @throws ProcessError when one fails
 */
export async function runCommands(harness: Harness, text: string): Promise<string> {
  const { sandbox, project } = harness;
  return await run('bash', ['-euo', 'pipefail', '-c', text], {
    seconds: TIMEOUT_SECONDS,
    cwd: project.folder,
    env: await administrator(harness),
    log: sandbox.log('recipes'),
    help: 'mend the block in the document; run again with --keep',
  });
}

/** What the shell of a user holds who administers the account: keys, and AWS's command line on PATH. */
export async function administrator({
  sandbox,
  aws,
}: Pick<Harness, 'sandbox' | 'aws'>): Promise<Readonly<Record<string, string>>> {
  const programs = await awsCommandLine(sandbox);
  return {
    ...sandbox.env,
    ...aws.env,
    AWS_CA_BUNDLE: sandbox.env.SSL_CERT_FILE ?? sandbox.authority.certificate,
    PYTHONDONTWRITEBYTECODE: '1',
    PATH: `${programs}:${sandbox.env.PATH ?? process.env.PATH}`,
  };
}

/** Writes the blocks that are files. */
export async function writeFiles(folder: string, blocks: readonly Block[]): Promise<void> {
  for (const { file, text } of blocks) {
    if (file === undefined) continue;
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
}
