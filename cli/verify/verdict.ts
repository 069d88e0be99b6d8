import type { Cause } from './causes.ts';

/** `waiting` is the only state that is never an answer: the watch goes on, or runs out of time. */
export type State = 'live' | 'superseded' | 'not live' | 'unknown' | 'waiting';

export interface Verdict {
  readonly commit: string;
  readonly state: State;
  /** Waiting longer cannot change it. */
  readonly final: boolean;
  /** The commit that took over, when superseded. */
  readonly supersededBy?: string;
  /** Flux has not seen the commit and should be asked to look. */
  readonly ask: boolean;
  /** Everything looks as Flux applied it, and it should be asked to apply it once more before the commit is called live. */
  readonly confirm: boolean;
  readonly parts: readonly Part[];
  /** What keeps the commit from being live, most telling first. */
  readonly problems: readonly Problem[];
}

export type Half = 'infrastructure' | 'workload' | 'reader';

export interface Part {
  readonly half: Half;
  /** `Deployment ghost/ghost`. */
  readonly name: string;
  readonly wanted: string;
  readonly found: string;
  readonly state: 'live' | 'waiting' | 'failing' | 'unread';
  /** When it came to be what is wanted, where the part itself says so. */
  readonly at?: string;
  readonly problems: readonly Problem[];
}

export interface Problem {
  /** The same problem keeps its key from one observation to the next. */
  readonly key: string;
  readonly cause: Cause;
  /** `Pod ghost/ghost-5d8f-x2x`. */
  readonly object: string;
  readonly message: string;
  /** The command or edit that helps. */
  readonly help: string;
  readonly events: readonly string[];
  readonly logs: readonly string[];
  /** For how long it must last to be final, in seconds; undefined when only time-out ends it. */
  readonly finalAfterSeconds?: number;
}

/** Superseded is no failure of this commit, but it is never called live. */
export const EXIT_CODES: Readonly<Record<Exclude<State, 'waiting'>, number>> = {
  live: 0,
  superseded: 0,
  'not live': 1,
  unknown: 2,
};
