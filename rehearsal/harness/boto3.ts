import { run } from '../shared/process/run.ts';
import type { Harness } from './harness.ts';

/**
 * Asks AWS by its own client for Python, which came with the emulator: quicker to start than its command line.
 * @param script what Python runs
 * @param args what it finds in `sys.argv[1:]`
 * @returns what it printed, without surrounding space
 * @throws ProcessError when it fails
 */
export async function boto3({ sandbox, aws }: Harness, script: string, args: readonly string[] = []): Promise<string> {
  const env = { ...sandbox.env, ...aws.env, PYTHONPATH: sandbox.plan.cache.awsPackages, PYTHONDONTWRITEBYTECODE: '1' };
  return (await run('python3', ['-c', script, ...args], { seconds: 60, env })).trim();
}
