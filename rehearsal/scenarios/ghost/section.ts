import type { Extra } from '../../builds/catalogue.ts';
import type { GhostHarness } from '../../harness/ghost/harness.ts';

/**
 * Runs one step of a section.
 * @param consequence what a user may rely on when it passes
 * @param action throws when that is not so; resolves to a note for the table
 * @throws RehearsalError when it does not hold
 */
export type Check = (consequence: string, action: () => Promise<string>) => Promise<void>;

/** Steps about one side of the blog, each on the state that the one before left. It begins without a pod. */
export interface Section {
  /** What `rehearse ghost` names it by. */
  readonly id: string;
  readonly title: string;
  /** What it needs that is built for it only. */
  readonly extra?: Extra;
  readonly run: (harness: GhostHarness, check: Check) => Promise<void>;
}
