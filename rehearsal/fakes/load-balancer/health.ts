import type { Thresholds } from './settings.ts';

/** What AWS calls a target that is registered. */
export type State = 'initial' | 'healthy' | 'unhealthy';

/** A target's health, as its checks end. */
export class Health {
  readonly #thresholds: Thresholds;
  #state: State = 'initial';
  /** Checks in a row that ended alike: above zero well, below zero not. */
  #inARow = 0;

  constructor(thresholds: Thresholds) {
    this.#thresholds = thresholds;
  }

  get state(): State {
    return this.#state;
  }

  /** Counts a check. A new target needs as many answers as one that comes back: how many, AWS's documents leave open. */
  note(well: boolean): void {
    this.#inARow = well ? Math.max(this.#inARow, 0) + 1 : Math.min(this.#inARow, 0) - 1;
    if (this.#inARow >= this.#thresholds.healthy) this.#state = 'healthy';
    if (-this.#inARow >= this.#thresholds.unhealthy) this.#state = 'unhealthy';
  }
}
