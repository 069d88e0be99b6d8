#!/usr/bin/env -S node --import tsx
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { connectCommand } from '../cli/connect/command.ts';
import { lockCommand } from '../cli/lock/command.ts';
import { rehearseCommand } from '../cli/rehearse/load.ts';
import { reviewCommand } from '../cli/review/command.ts';
import { CommandError } from '../cli/shared/command-error.ts';
import { standingCommand } from '../cli/standing/command.ts';
import { verifyCommand } from '../cli/verify/command.ts';

// Which Node.js future releases of AWS's SDK will need is for those who update it, not for those who run a command.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const { version, description } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

const program = new Command('onemerge').description(description).version(version);
program.addCommand(connectCommand());
program.addCommand(lockCommand());
program.addCommand(reviewCommand());
program.addCommand(standingCommand());
program.addCommand(verifyCommand());

try {
  program.addCommand(await rehearseCommand(process.argv.slice(2, 4)));
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommandError)) throw error;
  console.error(error.report());
  process.exitCode = error.exitCode;
}
