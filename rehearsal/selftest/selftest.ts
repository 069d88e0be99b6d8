import type { Workspace } from './workspace.ts';

/** A fault of the machine or of the person who rehearses. It runs outside any sandbox. */
export interface Selftest {
  readonly id: string;
  /** What it shows, for the table. */
  readonly title: string;
  /** It leaves nothing that could disturb a second run: one second run after all of these is enough. */
  readonly leavesNothing?: true;
  /** Runs it. @returns a note for the table @throws RehearsalError when the claim does not hold */
  readonly run: (workspace: Workspace) => Promise<string>;
}
