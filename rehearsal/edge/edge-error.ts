import { RehearsalError } from '../errors.ts';

/** The template holds something that this stand-in does not play, or that does not fit together. */
export class EdgeError extends RehearsalError {
  override readonly name = 'EdgeError';

  constructor(what: string, logicalId: string) {
    super(`${logicalId}: ${what}`, {
      where: 'the template of the Ghost stack',
      help: 'mend lib/constructs/content-delivery.ts or internal-load-balancer.ts, or teach rehearsal/edge/ the new part',
    });
  }
}
