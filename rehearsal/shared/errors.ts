/** The exit code of a program that was interrupted. */
export const INTERRUPTED = 130;

/** An error that a person who runs the rehearsal can act on: what happened, where to look, what to type. */
export class RehearsalError extends Error {
  override readonly name: string = 'RehearsalError';
  /** The file or place to look at, if there is one. */
  readonly where: string | undefined;
  /** The command or edit that helps. */
  readonly help: string;
  /** The exit code of a command that ends with it. */
  readonly exitCode: number = 1;

  constructor(what: string, details: { readonly where?: string; readonly help: string; readonly cause?: unknown }) {
    super(what, details.cause === undefined ? {} : { cause: details.cause });
    this.where = details.where;
    this.help = details.help;
  }

  /** The whole message, as printed: one line each for what, where and help. */
  report(): string {
    return [this.message, ...(this.where ? [`  see:  ${this.where}`] : []), `  help: ${this.help}`].join('\n');
  }
}

/** The machine lacks something that the rehearsal needs; nothing was started. */
export class PreconditionError extends RehearsalError {
  override readonly name = 'PreconditionError';
}

/** A program failed, or took too long. */
export class ProcessError extends RehearsalError {
  override readonly name = 'ProcessError';
}

/** Something that was waited for did not happen in its time. */
export class WaitError extends RehearsalError {
  override readonly name = 'WaitError';
}

/** Nothing was rehearsed, so there is no answer: the machine lacks something, a build failed, a report is not there. */
class NoAnswerError extends RehearsalError {
  override readonly name = 'NoAnswerError';
  override readonly exitCode = 2;

  constructor(cause: RehearsalError) {
    const { message, where, help } = cause;
    super(message, { ...(where !== undefined && { where }), help, cause });
  }
}

/** What a command throws in place of an error that came before there was anything to judge. */
export const withoutAnswer = (error: unknown): unknown =>
  error instanceof RehearsalError && !(error instanceof InterruptedError) ? new NoAnswerError(error) : error;

/** Somebody pressed Ctrl-C while a command ran. */
export class InterruptedError extends RehearsalError {
  override readonly name = 'InterruptedError';
  override readonly exitCode = INTERRUPTED;

  constructor() {
    super('interrupted', { help: 'run the same command again: it continues with what is built already' });
  }
}
