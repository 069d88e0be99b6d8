import { RehearsalError } from '../../shared/errors.ts';

/** A template holds something that a fake does not emulate, or that does not fit together. */
export class NotEmulatedError extends RehearsalError {
  override readonly name = 'NotEmulatedError';

  constructor(what: string, logicalId: string) {
    super(`${logicalId}: ${what}`, {
      where: `the template that holds ${logicalId}`,
      help: 'correct its construct in lib/, or extend the fake in rehearsal/fakes',
    });
  }
}
