/** Something that the verdict needs could not be read. */
export class Unreadable extends Error {
  /** The command or edit that helps. */
  readonly help: string;
  /** For how long it is worth trying again, in seconds. */
  readonly finalAfterSeconds: number;

  constructor(message: string, details: { help: string; finalAfterSeconds: number; cause?: unknown }) {
    super(message, { cause: details.cause });
    this.name = 'Unreadable';
    this.help = details.help;
    this.finalAfterSeconds = details.finalAfterSeconds;
  }
}
