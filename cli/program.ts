import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { announceCommand } from './announce/command.ts';
import { approvalsCommand } from './approvals/command.ts';
import { bootstrapCommand } from './bootstrap/command.ts';
import { connectCommand } from './connect/command.ts';
import { destroyCommand } from './destroy/command.ts';
import { doctorCommand } from './doctor/command.ts';
import { driftCommand } from './drift/command.ts';
import { withEnvironment } from './environment-option.ts';
import { lockCommand } from './lock/command.ts';
import { promoteCommand } from './promote/command.ts';
import { rehearseCommand } from './rehearse/load.ts';
import { restoreCommand } from './restore/command.ts';
import { reviewCommand } from './review/command.ts';
import { standingCommand } from './standing/command.ts';
import { statusCommand } from './status/command.ts';
import { throwing, withoutEmptyWords } from './usage.ts';
import { verifyCommand } from './verify/command.ts';

/**
 * Every command. One that is not used loads next to nothing.
 * @param words as typed, without the program
 * @throws CommandError when the harness is asked for and not installed
 */
export async function onemerge(words: readonly string[]): Promise<Command> {
  const { version, description } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const program = withoutEmptyWords(
    withEnvironment(new Command('onemerge').description(description).version(version)),
    words,
  );
  program.addCommand(announceCommand());
  program.addCommand(approvalsCommand());
  program.addCommand(bootstrapCommand());
  program.addCommand(connectCommand());
  program.addCommand(destroyCommand());
  program.addCommand(doctorCommand());
  program.addCommand(driftCommand());
  program.addCommand(lockCommand());
  program.addCommand(promoteCommand());
  program.addCommand(restoreCommand());
  program.addCommand(reviewCommand());
  program.addCommand(standingCommand());
  program.addCommand(statusCommand());
  program.addCommand(verifyCommand());
  program.addCommand(await rehearseCommand(words.slice(0, 2)));
  return throwing(program);
}
