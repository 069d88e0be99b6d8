import type { Stage } from '../stage/stage.ts';

/** One part of the rehearsal: what it shows, and how. */
export interface Act {
  /** What `--until` names it by. */
  readonly id: string;
  /** What it shows, for the table. */
  readonly title: string;
  /** Seconds that it should take on a machine that does nothing else; the table says when it took longer. */
  readonly seconds?: number;
  /** Plays it. @returns a remark for the table @throws RehearsalError when the claim does not hold */
  readonly play: (stage: Stage) => Promise<string>;
}
