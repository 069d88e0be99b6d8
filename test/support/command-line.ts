import { Command } from 'commander';
import { announceCommand } from '../../cli/announce/command.ts';
import { approvalsCommand } from '../../cli/approvals/command.ts';
import { bootstrapCommand } from '../../cli/bootstrap/command.ts';
import { connectCommand } from '../../cli/connect/command.ts';
import { destroyCommand } from '../../cli/destroy/command.ts';
import { doctorCommand } from '../../cli/doctor/command.ts';
import { driftCommand } from '../../cli/drift/command.ts';
import { environmentOption } from '../../cli/environment-option.ts';
import { lockCommand } from '../../cli/lock/command.ts';
import { promoteCommand } from '../../cli/promote/command.ts';
import { rehearseCommand } from '../../cli/rehearse/command.ts';
import { restoreCommand } from '../../cli/restore/command.ts';
import { reviewCommand } from '../../cli/review/command.ts';
import { standingCommand } from '../../cli/standing/command.ts';
import { statusCommand } from '../../cli/status/command.ts';
import { verifyCommand } from '../../cli/verify/command.ts';

const COMMANDS = new Map<string, () => Command>([
  ['announce', announceCommand],
  ['approvals', approvalsCommand],
  ['bootstrap', bootstrapCommand],
  ['connect', connectCommand],
  ['destroy', destroyCommand],
  ['doctor', doctorCommand],
  ['drift', driftCommand],
  ['status', statusCommand],
  ['lock', lockCommand],
  ['standing', standingCommand],
  ['promote', promoteCommand],
  ['rehearse', rehearseCommand],
  ['restore', restoreCommand],
  ['review', reviewCommand],
  ['verify', verifyCommand],
]);

/**
 * What the command line would say to a command, without `npx onemerge`; undefined when it would run it. Placeholders such as `<sha>`
 * stand for any value, but for none of a list of choices.
 */
export function refusal(line: string): string | undefined {
  const [name = '', ...words] = line.split(/\s+/);
  const make = COMMANDS.get(name);
  if (make === undefined) return `unknown command ${name}`;
  if (words.length === 0) return undefined; // a sentence that mentions the command
  const command = parsing(make());
  const program = parsing(new Command('onemerge').addOption(environmentOption()).addCommand(command));
  try {
    program.parse([name, ...words.map(anyChoice(command))], { from: 'user' });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** The command and those below it, so that they parse and do nothing else. */
function parsing(command: Command): Command {
  for (const one of [command, ...command.commands]) {
    one.exitOverride().configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
    one.action(() => undefined);
  }
  return command;
}

/** Replaces a placeholder by the first choice of the option before it, or of the command's argument. */
function anyChoice(command: Command): (word: string, at: number, words: readonly string[]) => string {
  return (word, at, words) => {
    if (!/^<.*>$/.test(word)) return word;
    const option = command.options.find(({ long }) => long === words[at - 1]);
    if (option) return option.argChoices?.[0] ?? word;
    const own = command.commands.find((one) => words.includes(one.name())) ?? command;
    return own.registeredArguments[0]?.argChoices?.[0] ?? word;
  };
}
