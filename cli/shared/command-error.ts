import { inEnvironment } from './in-environment.ts';

/** What a person reads when a command cannot go on: what happened, where, and the command or edit that helps. */
export class CommandError extends Error {
  /** The process's exit code. */
  readonly exitCode: number;
  private readonly where: string | undefined;
  /** The command or edit that helps. */
  readonly help: string;

  /**
   * @param what what happened, with the offending value
   * @param details.where the file, stack or object to look at
   * @param details.help the command or edit that helps
   * @param details.exitCode 2, the answer could not be found, unless it was found and is no
   */
  constructor(what: string, details: { where?: string; help: string; exitCode?: number }) {
    super(what);
    this.name = 'CommandError';
    this.where = details.where;
    this.help = inEnvironment(details.help);
    this.exitCode = details.exitCode ?? 2;
  }

  /** The message as printed, without a stack trace. @param help in place of its own */
  report(help = this.help): string {
    return [this.message, ...(this.where ? [`  see:  ${this.where}`] : []), `  help: ${help}`].join('\n');
  }
}
