import { RehearsalError } from '../../shared/errors.ts';

/** A template holds something that a stand-in does not play, or that does not fit together. */
export class NotEmulatedError extends RehearsalError {
  override readonly name = 'NotEmulatedError';

  constructor(what: string, logicalId: string) {
    super(`${logicalId}: ${what}`, {
      where: `the template that holds ${logicalId}`,
      help: 'mend its construct in lib/, or teach the stand-in below rehearsal/ the new part',
    });
  }
}
