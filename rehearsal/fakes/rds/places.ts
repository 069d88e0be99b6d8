import { RehearsalError } from '../../shared/errors.ts';

/** How many databases a sandbox can ever have had: a replaced one exists beside its successor for a while. */
const MOST = 8;

/** Where a database listens. */
export interface Place {
  readonly host: string;
  readonly address: string;
}

/**
 * Host names and addresses for databases. Each has an address of its own, so that all listen on MySQL's port. A database
 * that comes back under its old name gets its old place, because a name leads to one address for as long as a sandbox lives.
 */
export class Places {
  readonly #first: string;
  readonly #region: string;
  readonly #taken = new Map<string, Place>();

  /** @param first - the address of the first database; the next ones follow it. */
  constructor(first: string, region: string) {
    this.#first = first;
    this.#region = region;
  }

  /** Whether this identifier had a place before. */
  known(identifier: string): boolean {
    return this.#taken.has(identifier);
  }

  /** @throws RehearsalError when every address is taken. */
  of(identifier: string): Place {
    const place = this.#taken.get(identifier) ?? this.#next(identifier);
    this.#taken.set(identifier, place);
    return place;
  }

  #next(identifier: string): Place {
    if (this.#taken.size === MOST) {
      throw new RehearsalError(`a sandbox has addresses for ${MOST} databases, and all are taken`, {
        help: 'end this rehearsal and start another',
      });
    }
    const octets = this.#first.split('.').map(Number);
    const last = (octets[3] ?? 0) + this.#taken.size;
    return {
      // The form of RDS's host names: identifier, a word of the account's, region.
      host: `${identifier}.rehearsal.${this.#region}.rds.amazonaws.com`.toLowerCase(),
      address: [...octets.slice(0, 3), last].join('.'),
    };
  }
}
