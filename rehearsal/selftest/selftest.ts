import type { Workspace } from './workspace.ts';

/** A fault of the machine that rehearses, or of the person who does. It is played outside any sandbox. */
export interface Selftest {
  readonly id: string;
  /** What it shows, for the table. */
  readonly title: string;
  /** It leaves nothing that a second run could stumble over: one second run after all of these is enough. */
  readonly leavesNothing?: true;
  /** Plays it. @returns a note for the table @throws RehearsalError when the claim does not hold */
  readonly run: (workspace: Workspace) => Promise<string>;
}
