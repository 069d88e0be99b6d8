import { debuglog } from 'node:util';
import { CommanderError } from 'commander';
import { sourceFault } from '../../lib/config/source-fault.ts';
import { CommandError } from './command-error.ts';
import { temporaryHelp } from './temporary-help.ts';

/** Exit code: the answer could not be found. */
const NO_ANSWER = 2;

/** How a command ends that threw. */
export interface Ending {
  /** For people, on standard error; nothing is left to say when it is empty. */
  readonly text: string;
  /** For programs: one line, or one for each problem. */
  readonly error: string;
  readonly help?: string;
  readonly exitCode: number;
}

/** Words whatever a command threw, without a stack trace: NODE_DEBUG=onemerge shows that. */
export function endingOf(thrown: unknown): Ending {
  if (thrown instanceof CommandError) return commandEnding(thrown);
  if (thrown instanceof CommanderError) return usageEnding(thrown);
  debuglog('onemerge')('%o', thrown);
  const error = `onemerge cannot go on: ${sourceFault(thrown)}`;
  const help =
    temporaryHelp(error) ?? 'run the command again; if it stays so, report it with what NODE_DEBUG=onemerge adds';
  return { text: `${error}\n  help: ${help}`, error, help, exitCode: NO_ANSWER };
}

function commandEnding(thrown: CommandError): Ending {
  const { message, exitCode } = thrown;
  const help = temporaryHelp(message) ?? thrown.help;
  return { text: thrown.report(help), error: message, help, exitCode };
}

/** Commander has printed help and version by then. */
function usageEnding({ code, message, exitCode }: CommanderError): Ending {
  if (exitCode === 0) return { text: '', error: message, exitCode };
  if (code === 'commander.help') return { text: '', error: 'no command was given', exitCode: NO_ANSWER };
  return { text: message, error: message.replace(/^error: /, ''), exitCode: NO_ANSWER };
}
