import { setTimeout } from 'node:timers/promises';

/** Time, as the command sees it; tests bring their own. */
export interface Clock {
  /** Milliseconds since some fixed moment. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

export const wallClock: Clock = {
  now: () => performance.now(),
  sleep: async (milliseconds) => {
    await setTimeout(milliseconds);
  },
};

/** Tells a person how things go: a label of one word, and what is to be said about it. */
export type Say = (label: string, text: string) => void;
