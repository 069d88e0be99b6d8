import type { Extra } from '../builds/catalogue.ts';
import type { Harness } from '../harness/harness.ts';
import type { Sandbox } from '../sandbox/setup.ts';

/** One part of the rehearsal: what it shows, and how. */
export interface Scenario extends Titled {
  /** Runs it. @returns a note for the table @throws RehearsalError when the claim does not hold */
  readonly run: (harness: Harness) => Promise<string | Measured>;
  /**
   * Why nobody reads the blog on meanwhile. Without a reason somebody does, and the first error that a reader meets fails the scenario:
   * read-on.ts.
   */
  readonly unread?: string;
  /** What it needs that is built for it only. `--no-pictures` leaves out those that take pictures. */
  readonly extra?: Extra;
}

/** A check that needs neither AWS nor GitHub; it runs in the bare sandbox before the harness starts. */
export interface Preflight extends Titled {
  /** Runs it. @returns a note for the table @throws RehearsalError when the claim does not hold */
  readonly run: (sandbox: Sandbox) => Promise<string | Measured>;
}

interface Titled {
  /** What `--until` names it by. */
  readonly id: string;
  /** What it shows, for the table. */
  readonly title: string;
  /** Seconds that it should take on a machine that does nothing else; the table says when it took longer. */
  readonly seconds?: number;
}

/** A note, and the figures that it sums up. */
export interface Measured {
  readonly note: string;
  /** What was measured, by name and unit ("push to generation, ms"), in the order in which it was measured. */
  readonly figures: Readonly<Record<string, readonly number[]>>;
}
